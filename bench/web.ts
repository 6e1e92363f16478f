/**
 * npm run bench:web -- [--preset bbbp] [--steps 20] [--json]
 *
 * Times a training step (forward, backward, update; one thread) in the page, in a real Chromium, and in Node with the native runtime, on
 * the same molecules: rings and chains with the numbers of atoms of a data set. Both take their steps in turn, so that a change of the
 * machine's speed meets both alike. Exit code 1 if the page takes more than 4 times as long (medians).
 *
 * Keys of --json: preset, batchSize, steps, chromium, runtime, pageMs and nodeMs {median, min, max}, ratio (of medians), firstStepMs
 * (in the page; it compiles the computation), memoryMb (of WebAssembly in the page, trained on one thread).
 */
import { parseArgs } from 'node:util';
import { formatTable } from '../scripts/shared/format-table.ts';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { median } from '../src/base/quantile.ts';
import { RandomStream } from '../src/base/random.ts';
import { loadChemistry } from '../src/chem/index.node.ts';
import { isRejection } from '../src/chem/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import { openHarness } from '../test/web/build-harness.ts';
import { openEngineHost } from '../test/web/engine-in-page.ts';
import { openBenchSession } from './bench-session.ts';
import { StepTaker } from './step-taker.ts';
import { drawSizes } from './synthetic-molecules.ts';

const batchSize = 32;
const warmupSteps = 3;
const mostAllowed = 4;

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      preset: { type: 'string', default: 'bbbp' },
      steps: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const result = await measure(values.preset, Number(values.steps));
  console.log(values.json ? JSON.stringify(result, null, 2) : describe(result));
  if (result.ratio > mostAllowed) process.exitCode = 1;
});

async function measure(preset: string, steps: number) {
  const wanted = (steps + warmupSteps) * batchSize;
  const smiles = drawSizes(preset, wanted, new RandomStream(1, 'bench')).map(moleculeOf);
  const inNode = await openInNode(smiles, preset);
  const host = await openEngineHost({ optimizing: true });
  try {
    const { page } = await openHarness(host.browser, host.site.url);
    const csv = ['smiles,y', ...smiles.map((each, row) => `${each},${row % 2}`), ''].join('\n');
    await page.evaluate(
      async ([csv, preset, batchSize]) => {
        const config = {
          data: { taskType: 'classification' as const },
          split: { sizes: [1, 0, 0] as [number, number, number] },
          model: { name: 'compt', preset },
          optimizer: { name: 'adam' },
          training: { batchSize, epochs: 3 },
        };
        const files = [{ name: 'molecules.csv', content: new Blob([csv]) }];
        const page = window as unknown as { steps: unknown[]; training: unknown };
        page.steps = [];
        const listeners = { onStep: (step: unknown) => page.steps.push(step) };
        page.training = window.engine.startTraining({ title: 'bench', files, config }, listeners);
        await window.engine.environment();
        await (page.training as { pause(): Promise<unknown> }).pause();
      },
      [csv, preset, batchSize] as const,
    );
    const pageMs: number[] = [];
    const nodeMs: number[] = [];
    let memoryMb = 0;
    for (let step = 0; step < steps + warmupSteps; step++) {
      const taken = await page.evaluate(async () => {
        const { training, steps } = window as unknown as {
          training: { step(): Promise<unknown> };
          steps: { seconds: number; memoryMb: number }[];
        };
        await training.step();
        return steps.at(-1)!;
      });
      pageMs.push(taken.seconds * 1000);
      memoryMb = taken.memoryMb;
      nodeMs.push(await inNode.step(step));
    }
    return {
      preset,
      batchSize,
      steps,
      chromium: host.browser.version(),
      runtime: inNode.runtime,
      pageMs: summary(pageMs.slice(warmupSteps)),
      nodeMs: summary(nodeMs.slice(warmupSteps)),
      ratio: median(pageMs.slice(warmupSteps)) / median(nodeMs.slice(warmupSteps)),
      firstStepMs: pageMs[0]!,
      memoryMb,
    };
  } finally {
    await inNode.release();
    await host.close();
  }
}

/** Rings of six in a row, and a chain for the rest: as many atoms, and about as many bonds, as molecules of that size have. */
function moleculeOf(atoms: number): string {
  return 'C1CCCCC1'.repeat(Math.floor(atoms / 6)) + 'C'.repeat(atoms % 6) || 'C';
}

async function openInNode(smiles: readonly string[], preset: string) {
  const [chemistry, runtime] = [await loadChemistry(), await loadRuntime({ backend: 'native' })];
  const molecules = smiles.map((each) => {
    const molecule = chemistry.parse(each);
    if (isRejection(molecule)) throw new Error(`${each}: ${molecule.reason}`);
    return molecule;
  });
  const session = openBenchSession({ runtime, model: 'compt', preset, molecules, threads: 1 });
  const taker = new StepTaker(session, 'adam');
  return {
    runtime: runtime.description,
    step: async (index: number): Promise<number> => {
      const rows = Array.from({ length: batchSize }, (_, position) => index * batchSize + position);
      const { totalMs, collationMs } = await taker.step(rows);
      return totalMs - collationMs;
    },
    release: () => session.release(),
  };
}

function summary(timesMs: readonly number[]): { median: number; min: number; max: number } {
  return { median: median(timesMs), min: Math.min(...timesMs), max: Math.max(...timesMs) };
}

function describe({
  preset,
  chromium,
  runtime,
  pageMs,
  nodeMs,
  ratio,
  firstStepMs,
  memoryMb,
  steps,
}: Awaited<ReturnType<typeof measure>>): string {
  const row = (name: string, { median, min, max }: typeof pageMs): string[] => [
    name,
    ...[median, min, max].map((ms) => ms.toFixed(0)),
  ];
  const table = formatTable(
    ['', 'median ms', 'least', 'most'],
    [row(`page, Chromium ${chromium}`, pageMs), row(`Node, ${runtime}`, nodeMs)],
  );
  const verdict = ratio <= mostAllowed ? 'within' : 'more than';
  return [
    `A step of the ${preset} preset, batch ${batchSize}, one thread, ${steps} steps each in turn`,
    table,
    `ratio ${ratio.toFixed(2)}, ${verdict} the ${mostAllowed} that are allowed; first step in the page ${firstStepMs.toFixed(0)} ms, WebAssembly takes ${memoryMb.toFixed(0)} MB`,
  ].join('\n');
}
