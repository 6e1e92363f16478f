import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { median, quantile } from './quantile.ts';

test('a quantile is in proportion between its neighbors', () => {
  const quantiles = [0, 0.25, 0.5, 0.75, 1].map((share) => quantile([40, 10, 30, 20], share));
  assert.deepEqual(quantiles, [10, 17.5, 25, 32.5, 40]);
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
});

test('a quantile has its share of the numbers below it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (numbers, share) => {
        const found = quantile(numbers, share);
        const below = numbers.filter((number) => number <= found + 1e-9).length;
        assert.ok(below >= Math.floor(share * (numbers.length - 1)) + 1);
        assert.ok(found >= Math.min(...numbers) && found <= Math.max(...numbers));
      },
    ),
  );
});

test('the median of an odd count is one of the numbers, of an even count the mean of the two in the middle', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 6]), 5.5);
  assert.equal(median([]), Number.NaN);
});
