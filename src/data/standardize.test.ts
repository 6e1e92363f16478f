import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RandomStream } from '../base/random.ts';
import { batches } from './batches.ts';
import { fitStandardization, standardize, unstandardize } from './standardize.ts';

const nan = Number.NaN;

test('mean and population deviation come from the training rows alone, missing labels left out', () => {
  const targets = Float64Array.of(1, 10, 3, nan, 1000, 20, 5, 30);
  const fitted = fitStandardization(targets, ['a', 'b'], [0, 1, 3]);
  assert.deepEqual(fitted.mean, [3, 20]);
  assert.deepEqual(fitted.std, [Math.sqrt(8 / 3), 10]);
});

test('a constant target has deviation 1', () => {
  assert.deepEqual(fitStandardization(Float64Array.of(0.1, 0.1, 0.1), ['a'], [0, 1, 2]), { mean: [0.1], std: [1] });
});

test('a target without labels in the training part is refused', () => {
  assert.throws(
    () => fitStandardization(Float64Array.of(nan, 1), ['a'], [0]),
    /target a has no label in the training part/,
  );
});

test('standardizing and back is the identity, and missing stays missing', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), (rows) => {
      const targets = Float64Array.from(rows.flat());
      const fitted = fitStandardization(
        targets,
        ['a', 'b'],
        rows.map((_, row) => row),
      );
      unstandardize(standardize(targets, fitted), fitted).forEach((back, index) => {
        assert.ok(Math.abs(back - targets[index]!) <= 1e-9 * Math.max(1, Math.abs(targets[index]!)));
      });
    }),
  );
  assert.deepEqual([...standardize([nan, 3], { mean: [1], std: [2] })], [nan, 1]);
});

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
  assert.throws(() => batches([1], 0), /--batch-size: batch size 0/);
});
