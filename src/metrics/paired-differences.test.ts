import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleDeviation } from '../base/index.ts';
import { holm, pairedDifference } from './paired-differences.ts';
import { studentCumulative, studentQuantile, twoSidedProbability } from './student-t.ts';

const close = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);

test("quantiles of Student's t are those of the tables", () => {
  const table: [number, number, number][] = [
    [0.975, 1, 12.706204736],
    [0.975, 2, 4.30265273],
    [0.975, 5, 2.570581836],
    [0.95, 10, 1.812461123],
    [0.995, 30, 2.749995654],
    [0.975, 1000, 1.962339081],
  ];
  for (const [probability, freedom, expected] of table) close(studentQuantile(probability, freedom), expected, 1e-8);
});

test('with one degree of freedom it is the Cauchy distribution, with two it has a closed form', () => {
  fc.assert(
    fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (t) => {
      close(studentCumulative(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-12);
      close(studentCumulative(t, 2), 0.5 + t / (2 * Math.sqrt(2 + t * t)), 1e-12);
      close(twoSidedProbability(t, 2), 2 * studentCumulative(-Math.abs(t), 2), 1e-12);
    }),
  );
});

test("a quantile and the probability below it are each other's inverse", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 200 }), (p, freedom) => {
      close(studentCumulative(studentQuantile(p, freedom), freedom), p, 1e-10);
    }),
  );
});

test('a paired t test as a table calculator gives it', () => {
  const { difference, interval, probability } = pairedDifference([0.1, 0.3, 0.2]);
  close(difference, 0.2, 1e-15);
  close(interval![0], -0.0484137712, 1e-8);
  close(interval![1], 0.4484137712, 1e-8);
  close(probability!, 0.0741799002, 1e-8);
});

test('one pair has a difference and nothing else', () => {
  assert.deepEqual(pairedDifference([0.5]), { pairs: 1, difference: 0.5, interval: null, probability: null });
  assert.equal(sampleDeviation([3]), null);
});

test('differences that are all equal leave no doubt', () => {
  assert.equal(pairedDifference([1, 1, 1]).probability, 0);
  assert.equal(pairedDifference([0, 0]).probability, 1);
});

test("Holm's correction multiplies the smallest by all, keeps the order and stays below 1", () => {
  assert.deepEqual(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (probabilities) => {
      const corrected = holm(probabilities);
      corrected.forEach((value, index) => {
        assert.ok(value >= probabilities[index]! && value <= 1);
        probabilities.forEach((other, at) => {
          if (other < probabilities[index]!) assert.ok(corrected[at]! <= value);
        });
      });
    }),
  );
});
