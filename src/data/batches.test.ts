import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomStream } from '../base/random.ts';
import { batches, shuffleBlocks } from './batches.ts';

test('batches hold every row once, in order or shuffled by the stream, and the last may be dropped', () => {
  assert.deepEqual(batches([5, 6, 7, 8, 9], 2), [[5, 6], [7, 8], [9]]);
  assert.deepEqual(batches([5, 6, 7, 8, 9], 2, { dropLast: true }), [
    [5, 6],
    [7, 8],
  ]);
  const rows = Array.from({ length: 50 }, (_, row) => row);
  const shuffled = batches(rows, 8, { stream: new RandomStream(1, 'shuffling') });
  assert.notDeepEqual(shuffled.flat(), rows);
  assert.deepEqual(
    shuffled.flat().sort((a, b) => a - b),
    rows,
  );
  assert.deepEqual(shuffled, batches(rows, 8, { stream: new RandomStream(1, 'shuffling') }));
});

test('a batch larger than the data is one batch, and is not dropped', () => {
  assert.deepEqual(batches([1, 2, 3], 32, { dropLast: true }), [[1, 2, 3]]);
  assert.throws(() => batches([1], 0), { code: 'wrong-value', path: ['training', 'batchSize'] });
});

test('rows of blocks come once each, from a few blocks at a time', () => {
  const blocks = Array.from({ length: 20 }, (_, block) => Array.from({ length: 5 }, (_row, at) => 5 * block + at));
  const order = shuffleBlocks(blocks, new RandomStream(1, 'blocks'));
  assert.deepEqual(
    order.toSorted((left, right) => left - right),
    blocks.flat(),
  );
  const blocksOf = (rows: readonly number[]): number => new Set(rows.map((row) => Math.floor(row / 5))).size;
  assert.deepEqual([order.slice(0, 40), order.slice(40, 80), order.slice(80)].map(blocksOf), [8, 8, 4]);
  assert.notDeepEqual(order, shuffleBlocks(blocks, new RandomStream(2, 'blocks')));
});
