/** What a handful of paired results allows to say: intervals, and probabilities corrected for many comparisons. */
import { mean, sampleDeviation } from '../base/index.ts';
import { studentQuantile, twoSidedProbability } from './student-t.ts';

export interface PairedDifference {
  /** Pairs, which is splits and seeds that both have. */
  readonly pairs: number;
  /** Mean of candidate - baseline. */
  readonly difference: number;
  /** Interval that covers the true mean difference in `confidence` of all such experiments; null for fewer than two pairs. */
  readonly interval: readonly [number, number] | null;
  /** Two-sided probability of a difference at least as large if there were none; null for fewer than two pairs. */
  readonly probability: number | null;
}

/**
 * Paired t test of candidate - baseline: t = mean / (deviation / sqrt(n)) with n - 1 degrees of freedom. It takes the differences for
 * roughly normal; with three pairs it is weak and says so by a wide interval, which is why the rank test, whose smallest
 * probability at three pairs is 0.25, is not used.
 */
export function pairedDifference(differences: readonly number[], confidence = 0.95): PairedDifference {
  const pairs = differences.length;
  const difference = mean(differences);
  const spread = sampleDeviation(differences);
  if (spread === null) return { pairs, difference, interval: null, probability: null };
  const error = spread / Math.sqrt(pairs);
  if (error === 0)
    return { pairs, difference, interval: [difference, difference], probability: difference === 0 ? 1 : 0 };
  const half = error * studentQuantile((1 + confidence) / 2, pairs - 1);
  const probability = twoSidedProbability(difference / error, pairs - 1);
  return { pairs, difference, interval: [difference - half, difference + half], probability };
}

/**
 * Holm's correction: probabilities in ascending order times the number of those not yet passed, never falling, at most 1. Keeps the chance of
 * even one false difference among all comparisons below the level. Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
 */
export function holm(probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, index) => index).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const corrected = new Array<number>(probabilities.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, probabilities[index]! * (order.length - rank)));
    corrected[index] = largest;
  });
  return corrected;
}
