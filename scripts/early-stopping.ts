/**
 * npm run results:early-stopping -- [RUNS]
 *
 * What ending a training early would have cost: of each finished training inside the ensembles of RUNS it keeps the validation curve in
 * results/early-stopping, one file a data set and split, and in any case prints what each patience would have saved and lost. Only
 * validation is looked at. A training that ends early has the same weights until then, since the schedule is that of all epochs.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mean } from '../src/base/index.ts';
import { isBetter } from '../src/metrics/index.ts';
import { readEpochs } from '../src/runs/index.node.ts';
import { findMetric } from '../src/tasks/index.ts';
import { nothingTracked, shouldStop, track } from '../src/training/early-stopping.ts';
import { markdownTable } from './shared/markdown-table.ts';
import { readRecordFiles, writeRecordFile } from './shared/record-files.ts';
import { reportFailure } from './shared/report-failure.ts';

const folder = 'results/early-stopping';
const patiences = [10, 15, 20, 25];
/** esol-random-seed0 */
const named = /^(?<cell>.+-(?:random|scaffold_balanced))-seed\d+$/;

interface Curves {
  readonly metric: string;
  /** Validation metric of each epoch, with a space between, by run and member. */
  readonly curves: Readonly<Record<string, string>>;
}

await reportFailure(async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  for (const runs of positionals) await keepCurves(runs);
  const cells = await readRecordFiles<Curves>(folder);
  const header = ['data set and split', 'trainings', ...patiences.map((patience) => `patience ${patience}`)];
  const rows = [...cells].map(([cell, { metric, curves }]) => {
    const all = Object.values(curves).map((curve) => curve.split(' ').map(Number));
    return [cell, String(all.length), ...patiences.map((patience) => savedText(all, metric, patience))];
  });
  console.log(markdownTable(header, rows));
});

async function keepCurves(runs: string): Promise<void> {
  const cells = await readRecordFiles<Curves>(folder);
  for (const run of (await readdir(runs)).sort()) {
    const cell = named.exec(run)?.groups?.cell;
    if (cell === undefined || !existsSync(join(runs, run, 'model.onnx'))) continue;
    const members = (await readdir(join(runs, run))).filter((name) => name.startsWith('member_')).sort();
    for (const member of members) {
      const epochs = await readEpochs(join(runs, run, member));
      const metric = Object.keys(epochs[0]!.validation!)[0]!;
      const curve = epochs.map(({ validation }) => validation![metric]!.mean!.toFixed(5)).join(' ');
      const known = cells.get(cell);
      cells.set(cell, { metric, curves: { ...known?.curves, [`${run}/${member}`]: curve } });
    }
  }
  for (const [cell, curves] of cells) await writeRecordFile(folder, cell, curves);
}

/** `48 of 60 epochs, worse by 0.0000`: means over the trainings. */
function savedText(curves: readonly (readonly number[])[], metric: string, patience: number): string {
  const ended = curves.map((curve) => endOf(curve, metric, patience));
  const [taken, length] = [mean(ended.map(({ epochs }) => epochs)), mean(curves.map((curve) => curve.length))];
  return `${taken.toFixed(0)} of ${length.toFixed(0)} epochs, worse by ${mean(ended.map(({ lost }) => lost)).toFixed(4)}`;
}

function endOf(curve: readonly number[], metric: string, patience: number): { epochs: number; lost: number } {
  const { direction } = findMetric(metric);
  let tracking = nothingTracked;
  let epochs = 0;
  while (epochs < curve.length && !shouldStop(tracking, { patience })) {
    tracking = track(tracking, { direction }, { epoch: epochs, value: curve[epochs]! });
    epochs++;
  }
  const best = curve.reduce((so, value) => (isBetter({ direction }, value, so) ? value : so));
  return { epochs, lost: Math.abs(best - tracking.best!.value) };
}
