import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseTrainConfig } from '../runs/index.ts';
import { countSplits } from './count-splits.node.ts';

test('what a file or the data give comes before a number of folds, as when the splits are made', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-splits-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'splits.json');
  writeFileSync(file, JSON.stringify([{ train: [0] }, { train: [1] }]));
  const paths = ['train.csv', 'val.csv', 'test.csv'];
  const cases: [input: object, splits: number][] = [
    [{}, 1],
    [{ split: { folds: 4 } }, 4],
    [{ split: { type: 'cv' } }, 5],
    [{ split: { type: 'cv', folds: 3 } }, 3],
    [{ split: { file, folds: 3 } }, 2],
    [{ split: { folds: 3 }, data: { splitsColumn: 'part' } }, 1],
    [{ split: { folds: 3 }, data: { paths } }, 1],
    [{ split: { folds: 3 }, data: { paths: paths.slice(1) } }, 3],
  ];
  for (const [input, splits] of cases)
    assert.equal(await countSplits(parseTrainConfig(input, 'test')), splits, JSON.stringify(input));
  const missing = parseTrainConfig({ split: { file: join(folder, 'none.json') } }, 'test');
  await assert.rejects(countSplits(missing), { code: 'cannot-read' });
});
