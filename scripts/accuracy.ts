/**
 * npm run accuracy -- [--datasets esol,bbbp] [--models compt] [--optimizers graphsam] [--seeds 0,1,2] [--split random]
 *   [--preset authors] [--atom-order as-written] [--data-dir DIR]
 *
 * Trains on known data sets with several seeds (each seed also makes its split) and prints the test metric of each, mean and
 * sample deviation, and the time a run took: the accuracy figures of the README.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTrainConfig } from '../src/runs/config/train-config.ts';
import type { FinishedRun } from '../src/runs/run-events.ts';
import { trainRun } from '../src/training/train-run.node.ts';
import { formatTable } from './shared/format-table.ts';
import { reportFailure } from './shared/report-failure.ts';

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      datasets: { type: 'string', default: 'esol,bbbp' },
      models: { type: 'string', default: 'compt' },
      optimizers: { type: 'string', default: 'graphsam' },
      seeds: { type: 'string', default: '0,1,2' },
      split: { type: 'string', default: 'random' },
      epochs: { type: 'string' },
      preset: { type: 'string' },
      'atom-order': { type: 'string' },
      'data-dir': { type: 'string' },
    },
  });
  const rows: string[][] = [];
  for (const dataset of values.datasets.split(',')) {
    for (const model of values.models.split(',')) {
      for (const optimizer of values.optimizers.split(',')) {
        const runs: TimedRun[] = [];
        for (const seed of values.seeds.split(',').map(Number)) {
          const { 'data-dir': folder, 'atom-order': atomOrder } = values;
          const data = { dataset, ...(folder && { folder }), ...(atomOrder && { atomOrder }) };
          const training = { ...(values.epochs !== undefined && { epochs: Number(values.epochs) }), seed };
          const split = { type: values.split, seed };
          const config = {
            data,
            split,
            training,
            model: { name: model, ...(values.preset !== undefined && { preset: values.preset }) },
            optimizer: { name: optimizer },
          };
          runs.push(await timedRun(config));
        }
        rows.push(rowOf(dataset, model, optimizer, runs));
        console.error(rows.at(-1)!.join('  '));
      }
    }
  }
  console.log(
    formatTable(['data', 'model', 'optimizer', 'metric', 'mean', 'deviation', 'seeds', 'seconds a run'], rows),
  );
});

interface TimedRun {
  readonly run: FinishedRun;
  readonly seconds: number;
}

async function timedRun(config: object): Promise<TimedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-accuracy-'));
  const start = performance.now();
  try {
    const { runs } = await trainRun(parseTrainConfig(config, 'the command line'), { folder });
    return { run: runs[0] as FinishedRun, seconds: (performance.now() - start) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowOf(dataset: string, model: string, optimizer: string, runs: readonly TimedRun[]): string[] {
  const [metric] = Object.keys(runs[0]!.run.test!) as [string];
  const tested = runs.map(({ run }) => run.test![metric]!.mean!);
  const mean = tested.reduce((total, value) => total + value, 0) / tested.length;
  const variance = tested.reduce((total, value) => total + (value - mean) ** 2, 0) / Math.max(1, tested.length - 1);
  return [
    dataset,
    model,
    optimizer,
    metric,
    mean.toFixed(3),
    Math.sqrt(variance).toFixed(3),
    tested.map((value) => value.toFixed(3)).join(' '),
    runs.map(({ seconds }) => seconds.toFixed(0)).join(' '),
  ];
}
