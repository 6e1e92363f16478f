/** Averaged weights: said, judged beside the weights themselves, and left out where they are not wanted. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, graphsam, start } from './command-line.ts';
import { regressionTable, tiny } from './small-tables.ts';

const train = ['train', 'table.csv', ...tiny, '-b', '8'];
const saysAveraged = /^Optimizer: .*, averaged weights \(decay 0\.98\)$/m;

test('a training says that it averages its weights, and with the word none it does not', async (context) => {
  const folder = folderWith(context, { 'table.csv': regressionTable(), 'c.yaml': 'ema-decay: none\n' });
  const epochs = (run: string): string => readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8');

  const averaged = await graphsam([...train, '--epochs', '3', '-o', 'averaged'], folder);
  assert.match(averaged.stdout, saysAveraged);
  assert.match(epochs('averaged'), /rawValidation/);

  const plain = await graphsam([...train, '--epochs', '3', '--ema-decay', 'none', '-o', 'plain'], folder);
  assert.equal(plain.code, 0, plain.stderr);
  assert.doesNotMatch(plain.stdout, /averaged weights/);
  assert.doesNotMatch(epochs('plain'), /rawValidation/);

  const begun = start([...train, '--config-path', 'c.yaml', '--epochs', '60', '-o', 'begun'], folder);
  await begun.saw('epoch 3/');
  begun.process.kill('SIGINT');
  assert.equal((await begun.ended).code, 130);
  const resumed = await graphsam(
    [...train, '--epochs', '60', '--ema-decay', 'none', '-o', 'begun', '--resume'],
    folder,
  );
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.match(resumed.stdout, /^Training from epoch/m);
  assert.doesNotMatch(epochs('begun'), /rawValidation/);
});
