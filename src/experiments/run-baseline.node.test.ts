import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError } from '../base/errors.ts';
import { splitsFileContent } from '../data/index.ts';
import { rootMeanSquaredError } from '../metrics/errors-of-fit.ts';
import { rocAuc } from '../metrics/ranking.ts';
import { parseTrainConfig } from '../runs/config/train-config.ts';
import { readRun } from '../runs/run-folder.node.ts';
import { openBaselineData, runBaseline } from './run-baseline.node.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-baseline-'));
after(() => rm(base, { recursive: true }));

const config = parseTrainConfig({ data: { dataset: 'medicines' }, training: { seed: 4 } }, 'test');

test('a run folder holds the split of a training, the predictions, and a result that they reproduce', async () => {
  const folder = join(base, 'linear');
  const [run] = await runBaseline(config, 'linear', { folder });
  assert.deepEqual((await readdir(folder)).sort(), [
    'predictions.csv',
    'rejects.csv',
    'run.json',
    'splits.json',
    'validation-predictions.csv',
  ]);
  const { data } = await openBaselineData(config);
  const written = await readFile(join(folder, 'splits.json'), 'utf8');
  assert.equal(written, splitsFileContent([data.splits[0]!.split], data.dataset.tableRows));

  const [header, ...lines] = (await readFile(join(folder, 'predictions.csv'), 'utf8')).trim().split('\n');
  assert.equal(lines.length, data.splits[0]!.split.test.length);
  const task = data.dataset.taskNames[0]!;
  const columns = header!.split(',');
  // The SMILES of this table hold no comma.
  const column = (name: string): number[] => lines.map((line) => Number(line.split(',')[columns.indexOf(name)]));
  const pairs = { labels: column(task), predictions: column(`${task}_prediction`) };
  const metric = data.dataset.taskType === 'regression' ? rootMeanSquaredError(pairs) : rocAuc(pairs);
  const [value] = Object.values(run!.test!);
  assert.ok(Math.abs(metric! - value!.mean!) < 1e-12, `${metric} and ${value!.mean}`);

  const file = await readRun(folder);
  assert.ok(file.kind === 'baseline');
  assert.deepEqual([file.status, file.baseline.name], ['finished', 'linear']);
  const { chosenBy, validation, test, seconds } = run!;
  assert.deepEqual(file.result, JSON.parse(JSON.stringify({ chosenBy, validation, test, seconds })));
});

test('several splits leave a folder each, and what exists is not overwritten unless asked', async () => {
  const folder = join(base, 'folds');
  const folds = parseTrainConfig({ data: { dataset: 'medicines' }, split: { type: 'cv', folds: 3 } }, 'test');
  const runs = await runBaseline(folds, 'mean', { folder });
  assert.deepEqual(
    runs.map((run) => run.folder),
    [0, 1, 2].map((fold) => join(folder, `fold_${fold}`)),
  );
  await assert.rejects(runBaseline(folds, 'mean', { folder }), ConfigError);
  await runBaseline(folds, 'mean', { folder, overwrite: true });
});

test('an unknown baseline is refused by name before anything is read', async () => {
  const wrong = runBaseline(config, 'florest', { folder: join(base, 'wrong') });
  await assert.rejects(wrong, { code: 'unknown-name', what: /"florest"/ });
});
