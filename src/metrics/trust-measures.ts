/** Whether a model knows when it is wrong: measures of probabilities, deviations and intervals beside those of the predictions themselves. */
import { mean, RandomStream } from '../base/index.ts';
import { type Interval, percentiles95 } from './bootstrap.ts';

/**
 * Expected calibration error over bins of equally many rows: mean over bins of |share of positives - mean probability|. Bins of equal width
 * would leave most rows in one bin where one class is rare. Source: Nixon et al. 2019, arXiv 1904.01685.
 */
export function equalMassError(labels: ArrayLike<number>, probabilities: ArrayLike<number>, bins = 15): number {
  const order = Array.from(probabilities, (_, row) => row).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const shares = meansOfTies(order, probabilities, labels);
  const count = Math.min(bins, order.length);
  let total = 0;
  for (let bin = 0; bin < count; bin++) {
    const rows = order.slice(Math.floor((bin * order.length) / count), Math.floor(((bin + 1) * order.length) / count));
    const apart = rows.reduce((sum, row) => sum + shares[row]! - probabilities[row]!, 0);
    total += Math.abs(apart);
  }
  return total / order.length;
}

/**
 * Of each row the mean value of the rows that have its key, so that no result depends on the order of rows that nothing tells apart. order:
 * positions by ascending key.
 */
function meansOfTies(order: readonly number[], keys: ArrayLike<number>, values: ArrayLike<number>): Float64Array {
  const means = new Float64Array(order.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && keys[order[end]!] === keys[order[start]!]) end++;
    const tied = order.slice(start, end);
    const average = tied.length === 1 ? values[tied[0]!]! : mean(tied.map((row) => values[row]!));
    for (const row of tied) means[row] = average;
    start = end;
  }
  return means;
}

export interface RetentionPoint {
  /** Share of the rows, those that the model is surest of, above 0 to 1. */
  readonly share: number;
  /** Mean error of them. */
  readonly error: number;
}

/** errors: of each row, 0 or more; uncertainty: the rows with the smallest come first. */
export function retentionCurve(errors: ArrayLike<number>, uncertainty: ArrayLike<number>): RetentionPoint[] {
  const order = Array.from(errors, (_, row) => row).sort((a, b) => uncertainty[a]! - uncertainty[b]!);
  const expected = meansOfTies(order, uncertainty, errors);
  let total = 0;
  return order.map((row, index) => {
    total += expected[row]!;
    return { share: (index + 1) / order.length, error: total / (index + 1) };
  });
}

/** Area under the curve: that of a random order is the mean error of all rows. */
export function retentionArea(curve: readonly RetentionPoint[]): number {
  return mean(curve.map(({ error }) => error));
}

const draws = 500;

/** 95 % percentile interval of a measure over rows drawn with replacement, always the same ones; undefined without rows. */
export function resampled(rows: number, measure: (drawn: readonly number[]) => number): Interval | undefined {
  if (rows === 0) return undefined;
  const stream = new RandomStream(0, 'bootstrap of trust');
  const values = Array.from({ length: draws }, () =>
    measure(Array.from({ length: rows }, () => Math.floor(stream.uniform() * rows))),
  );
  return percentiles95(values);
}
