/** Comparison of numbers in tests: says which one is furthest off, both values, and what was allowed. */
import assert from 'node:assert/strict';

export interface Tolerance {
  /** Largest difference allowed anywhere; default 0. */
  readonly absolute?: number;
  /** Largest difference allowed, in units of the largest expected magnitude; default 0. */
  readonly relative?: number;
  /** What is compared, for the message. */
  readonly label?: string;
}

/**
 * Fails unless |actual_i - expected_i| <= absolute + relative * max_j |expected_j| for every i, and both have one length. Equal
 * values agree, infinities and NaN included.
 */
export function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance): void {
  const { absolute = 0, relative = 0, label = 'values' } = tolerance;
  assert.equal(actual.length, expected.length, `${label}: ${actual.length} numbers, ${expected.length} expected`);
  const largest = Array.from(expected).reduce(
    (top, value) => (Number.isFinite(value) ? Math.max(top, Math.abs(value)) : top),
    0,
  );
  const allowed = absolute + relative * largest;
  const differences = Array.from(actual, (value, index) => differenceOf(value, expected[index]!));
  const worst = differences.reduce((best, value, index) => (value > differences[best]! ? index : best), 0);
  if (differences.length === 0 || differences[worst]! <= allowed) return;
  const many = differences.filter((difference) => difference > allowed).length;
  assert.fail(
    `${label}: at index ${worst} ${actual[worst]} instead of ${expected[worst]}, off by ${differences[worst]!.toExponential(2)}, ` +
      `allowed ${allowed.toExponential(2)}; ${many} of ${differences.length} are off by more`,
  );
}

function differenceOf(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const difference = Math.abs(actual - expected);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}
