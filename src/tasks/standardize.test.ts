import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
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
  assert.throws(() => fitStandardization(Float64Array.of(nan, 1), ['a'], [0]), {
    code: 'target-without-labels',
    path: ['data', 'targetColumns'],
    what: /\ba\b/,
  });
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
