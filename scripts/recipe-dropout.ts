/**
 * npm run recipe:dropout -- RUN-FOLDER
 *
 * What dropout does in a trained CoMPT: outputs under many masks beside those of evaluation, for each place where dropout acts
 * alone, then for all together. In standard deviations of the target:
 *   noise: spread of an output over masks;   shift: mean of (evaluation - mean over masks), which is what training fits;
 *   RMSE on training molecules of the mean over masks, and of evaluation.
 */
import { openRun } from '../src/analysis/run/open-run.node.ts';
import type { Model } from '../src/models/index.ts';
import type { RandomSite, RandomSites } from '../src/nn/index.ts';
import { type ObjectiveSetup, openSession } from '../src/objective/index.ts';
import { formatTable } from './shared/format-table.ts';
import { reportFailure } from './shared/report-failure.ts';

const draws = 20;
const batchSize = 32;
const batchesMeasured = 5;

interface Measured {
  readonly setup: ObjectiveSetup;
  readonly weights: Float32Array;
  readonly rows: readonly number[];
  readonly targets: Float64Array;
}

await reportFailure(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: npm run recipe:dropout -- RUN-FOLDER');
  const run = await openRun(folder, { weights: 'last', threads: 1 });
  const { setup, parts, targets } = run;
  const rows = parts.train.slice(0, batchSize * batchesMeasured);
  const measured = { setup, rows, targets, weights: Float32Array.from(run.weights) };
  const sites = siteNames(setup.config as { layers: number; feedForwardLayers: number; headLayers: number });
  const table = [...sites.keys()].map((site) => [sites[site]!, [site]] as const);
  const lines: string[][] = [];
  for (const [name, chosen] of [...table, ['all', [...sites.keys()]] as const])
    lines.push([name, ...(await measure(measured, chosen))]);
  console.log(formatTable(['layer', 'noise', 'shift', 'RMSE mean of masks', 'RMSE evaluation'], lines));
});

/** In the order in which comptForward applies dropout. */
function siteNames({ layers, feedForwardLayers, headLayers }: Record<string, number>): string[] {
  const numbered = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${name} ${index}`);
  const ofLayer = ['input', 'attention', 'norm of attention', ...numbered('feed-forward', feedForwardLayers!)];
  const encoder = numbered('layer', layers!).flatMap((layer) =>
    [...ofLayer, 'norm of feed-forward'].map((name) => `${layer}, ${name}`),
  );
  return ['bond embedding', 'atom embedding', 'position', ...encoder, ...numbered('head', headLayers! - 1)];
}

async function measure({ setup, weights, rows, targets }: Measured, chosen: readonly number[]): Promise<string[]> {
  const session = openSession({ ...setup, model: withSites(setup.model, chosen) });
  const evaluated = await session.predict(weights, rows);
  const gradient = new Float32Array(weights.length);
  const means = new Float64Array(rows.length);
  const squares = new Float64Array(rows.length);
  for (let draw = 0; draw < draws; draw++) {
    for (let start = 0; start < rows.length; start += batchSize) {
      const batch = rows.slice(start, start + batchSize);
      const labels = Float64Array.from(batch, (row) => targets[row]!);
      session.objective.setBatch({ rows: batch, targets: labels }, undefined, draw * rows.length + start);
      const { outputs } = await session.objective.evaluate(weights, gradient);
      for (const [index, value] of outputs!.entries()) {
        means[start + index]! += value / draws;
        squares[start + index]! += value ** 2 / draws;
      }
    }
  }
  await session.release();
  const mean = (of: (index: number) => number): number =>
    rows.reduce((total, _, index) => total + of(index), 0) / rows.length;
  const rmse = (outputs: ArrayLike<number>): number =>
    Math.sqrt(mean((index) => (outputs[index]! - targets[rows[index]!]!) ** 2));
  const noise = Math.sqrt(mean((index) => squares[index]! - means[index]! ** 2));
  const shift = mean((index) => evaluated[index]! - means[index]!);
  return [noise, shift, rmse(means), rmse(evaluated)].map((value) => value.toFixed(3));
}

/** The model with dropout at these places only: the masks of the others are all 1. */
function withSites(model: Model, chosen: readonly number[]): Model {
  const forward: Model['forward'] = (config, outputs, options) => {
    const result = model.forward(config, outputs, options);
    if (options.random) silence(options.random, chosen);
    return result;
  };
  return { ...model, forward };
}

function silence({ all }: RandomSites, chosen: readonly number[]): void {
  for (const [index, site] of all.entries()) if (!chosen.includes(index)) all[index] = { ...site, draw: ones(site) };
}

function ones({ draw }: RandomSite): RandomSite['draw'] {
  return (stream, lengths) => {
    const drawn = draw(stream, lengths);
    for (const { data } of Object.values(drawn)) data.fill(1);
    return drawn;
  };
}
