/** Sharpness as people read it: a row a measure, a column a run, and sentences on how it was measured. */
import { formatNumber, setting } from '../../base/index.ts';
import type { DataTable } from '../../charts/index.ts';
import { losses } from '../../tasks/index.ts';
import type { MeanEstimate } from './mean-estimate.ts';
import type { Sharpness } from './sharpness.ts';
import type { RunSharpness, SharpnessFile } from './sharpness-file.ts';

type Measure = readonly [label: string, value: (sharpness: Sharpness) => string];

/** The first column names the measure; rows of further eigenvalues and of single steps are indented. */
export function sharpnessTable({ runs, options }: SharpnessFile): DataTable {
  const header = ['measure', ...runs.map(({ run }) => run.name)];
  const about: string[][] = [
    ['optimizer', ...runs.map(({ run }) => run.optimizer.name)],
    ['weights', ...runs.map(({ run }) => `${run.weights.choice}, epoch ${run.weights.epoch}`)],
    ...testRows(runs),
  ];
  const count = Math.max(0, ...runs.map(({ sharpness }) => sharpness.eigenvalues?.largest.length ?? 0));
  const eigenvalues = Array.from(
    { length: count },
    (_, index): Measure => [
      index === 0 ? 'largest eigenvalue' : `  ${index + 1}.`,
      ({ eigenvalues: found }) => formatNumber(found?.largest[index]?.value),
    ],
  );
  const smallest: Measure[] =
    count > 0 ? [['smallest eigenvalue', ({ eigenvalues: found }) => formatNumber(found?.smallest.value)]] : [];
  const trace: Measure[] =
    options.traceDraws > 0 ? [['trace of the Hessian', ({ trace: found }) => withError(found)]] : [];
  const measures: Measure[] = [
    ['training loss', ({ loss }) => formatNumber(loss)],
    ['gradient norm', ({ gradientNorm }) => formatNumber(gradientNorm)],
    ...eigenvalues,
    ...smallest,
    ...trace,
    ['epsilon-sharpness', ({ epsilonSharpness }) => formatNumber(epsilonSharpness.rise)],
    ['  of one step', ({ epsilonSharpness }) => formatNumber(epsilonSharpness.riseOfOneStep)],
    ['m-sharpness', ({ mSharpness }) => withError(mSharpness.rise)],
    ['  of one step', ({ mSharpness }) => withError(mSharpness.riseOfOneStep)],
  ];
  const rows = measures.map(([label, value]) => [label, ...runs.map(({ sharpness }) => value(sharpness))]);
  return { header, rows: [...about, ...rows] };
}

function testRows(runs: readonly RunSharpness[]): string[][] {
  const names = Object.keys(runs[0]?.run.test ?? {}).slice(0, 1);
  return names.map((name) => [`test ${name}`, ...runs.map(({ run }) => formatNumber(run.test?.[name]))]);
}

function withError(found: MeanEstimate | null): string {
  if (!found) return '';
  const error = found.standardError === null ? '' : ` +- ${formatNumber(found.standardError)}`;
  return `${formatNumber(found.mean)}${error}`;
}

/** How the numbers were measured, and how far they can be trusted; a summary each. */
export function sharpnessRemarks({ runs, options }: SharpnessFile): string[] {
  const { radius, ascentSteps: steps } = options;
  const { rows } = runs[0]!;
  const lines = [
    `Loss: ${lossesOf(runs).join(', ')} over ${rows.count} training rows, without dropout; +- standard error.`,
    `Ball: 2-norm ${radius} around the weights, searched by ${steps} steps of ascent; m-sharpness: one ball a batch of ${rows.batchSize}.`,
  ];
  for (const { run, sharpness } of runs) {
    const { eigenvalues } = sharpness;
    if (!eigenvalues) continue;
    const percent = (share: number): string => `${formatNumber(100 * share)} %`;
    const { check, products, settled } = eigenvalues;
    lines.push(
      `${run.name}: largest eigenvalue by central differences ${percent(check.apart)} apart (steps agree within ${percent(check.disagreement)}); ` +
        `${products} Hessian products${settled ? '' : `, NOT all eigenvalues have settled: raise ${setting('sharpness.iterations')}`}.`,
    );
  }
  const checksums = new Set(runs.map((measured) => measured.rows.checksum));
  if (checksums.size > 1) lines.push('The runs have different training parts: their numbers are of different rows.');
  const names = lossesOf(runs);
  return names.length > 1 ? [...lines, `The runs were trained with different losses: ${whatToDo(names)}`] : lines;
}

function lossesOf(runs: readonly RunSharpness[]): string[] {
  return [...new Set(runs.map(({ run }) => run.loss))];
}

/** One loss measures networks that say the same; those with a variance and those without have none in common. */
function whatToDo(names: readonly string[]): string {
  const spreads = new Set(names.map((name) => losses.find((loss) => loss.name === name)?.saysVariance ?? false));
  if (spreads.size > 1) return 'no loss measures networks with and without a variance, so compare each kind by itself.';
  return `${setting('training.loss')} measures them with one.`;
}
