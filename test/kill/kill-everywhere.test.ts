/**
 * Training, folds, pre-training, baselines, prediction and the tables of a comparison, killed at file operations: what is taken up again ends
 * with the files of what was never killed, all of them. Ordinarily at a few operations of each, with `npm run test:kill` at every one.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { compare, expandGrids, parseGrids, runBaseline } from '../../src/experiments/index.node.ts';
import { predictFile } from '../../src/predict/predict-file.node.ts';
import { savedPretraining } from '../../src/pretraining/index.node.ts';
import { runJob as pretrainJob } from '../../src/pretraining/pretrain-job.node.ts';
import { parsePretrainConfig, parseTrainConfig, runFiles, type TrainConfig } from '../../src/runs/index.ts';
import { savedTraining } from '../../src/training/index.node.ts';
import { runJob as trainJob } from '../../src/training/train-job.node.ts';
import { walk } from './walk.test.helper.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-kill-table-'));
after(() => rm(base, { recursive: true }));
const table = join(base, 'table.csv');
const chains = Array.from(
  { length: 14 },
  (_, index) => `${'C'.repeat(1 + (index % 7))}${index < 7 ? 'O' : 'N'},${index % 5}`,
);
await writeFile(table, ['smiles,y', ...chains, 'XX,1', ''].join('\n'));

const model = { name: 'compt', settings: { width: 4, heads: 1, layers: 1, headLayers: 1 } };
const common = { data: { paths: [table] }, model, machine: { threads: 1 } };
const split = { sizes: [0.6, 0.2, 0.2] as [number, number, number] };
const config = parseTrainConfig(
  { ...common, split, training: { epochs: 2, batchSize: 8, keepWeights: 1, probe: 4 } },
  'test',
);
const folds = parseTrainConfig(
  { ...common, split: { ...split, folds: 2 }, training: { epochs: 1, batchSize: 8 } },
  'test',
);
const quiet = { onEvent: () => {}, signal: new AbortController().signal };

const begin = (chosen: TrainConfig) => (folder: string) => trainJob({ config: chosen, folder, mode: 'new' }, quiet);

/** As the command line: --resume where there is something to resume, the same command again where there is not. */
async function trainAgain(folder: string, chosen: TrainConfig, otherwise: 'new' | 'overwrite' = 'new'): Promise<void> {
  const isThere = [runFiles.run, 'folds.json'].some((name) => existsSync(join(folder, name)));
  const job = isThere
    ? { config: await savedTraining(folder), mode: 'resume' as const }
    : { config: chosen, mode: otherwise };
  await trainJob({ ...job, folder }, quiet);
}

test('a training', async () => {
  await walk({ begin: begin(config), again: (folder) => trainAgain(folder, config) });
});

test('a training of several folds', async () => {
  await walk({ begin: begin(folds), again: (folder) => trainAgain(folder, folds) });
});

test('a training that overwrites the folds of an earlier one', async () => {
  const short = parseTrainConfig({ ...common, split, training: { epochs: 1, batchSize: 8 } }, 'test');
  const overwrite = (folder: string) => trainJob({ config: short, folder, mode: 'overwrite' }, quiet);
  await walk({ before: async (folder) => void (await begin(folds)(folder)), begin: overwrite, again: overwrite });
});

test('a pre-training', async () => {
  const pretraining = parsePretrainConfig(
    { ...common, split: { validation: 0.2 }, training: { epochs: 2, batchSize: 8 }, tasks: { leastCount: 1 } },
    'test',
  );
  await walk({
    begin: (folder) => pretrainJob({ config: pretraining, folder, mode: 'new' }, quiet),
    again: async (folder) => {
      const isThere = existsSync(join(folder, runFiles.run));
      const chosen = isThere ? await savedPretraining(folder) : pretraining;
      await pretrainJob({ config: chosen, folder, mode: isThere ? 'resume' : 'new' }, quiet);
    },
  });
});

test('a baseline', async () => {
  const fit = (folder: string) => runBaseline(config, 'mean', { folder, overwrite: true });
  await walk({ begin: fit, again: fit });
});

test('a prediction', async () => {
  const predict = async (folder: string): Promise<void> => {
    const rows = Array.from({ length: 5 }, (_, row) => ({ row, line: row + 2, cells: ['C'.repeat(row + 1)] }));
    await predictFile(
      {
        name: 'input.csv',
        columns: ['smiles'],
        delimiter: ',',
        rows: (async function* () {
          yield* rows;
        })(),
      },
      {
        smilesColumn: 0,
        targets: { tasks: ['y'], taskType: 'regression' },
        output: join(folder, 'predictions.csv'),
        predictors: [{ predict: async (structures) => structures.map(() => ({ values: [1] })) }],
        overwrite: true,
      },
    );
  };
  await walk({ begin: predict, again: predict });
});

test('the tables of a comparison', async () => {
  const datasets = [{ label: 'chains', paths: [table] }];
  const grid = parseGrids({ datasets, optimizers: ['adam'], baselines: ['mean'], seeds: [0] }, 'test');
  const cells = expandGrids(grid, 'test').filter(({ baseline }) => baseline !== undefined);
  const make = (folder: string) => compare(cells, { folder, jobs: 1 });
  await walk({
    before: async (folder) => {
      for (const cell of cells)
        await runBaseline(cell.config, cell.baseline!, { folder: join(folder, 'runs', cell.name) });
    },
    begin: make,
    again: make,
  });
});
