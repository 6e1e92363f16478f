/** Metrics of regression, on original units. All are null without labels and where a prediction is not a finite number. */
import type { Pairs } from './metric.ts';

/** Mean squared error: mean of (y - p)^2. */
export function meanSquaredError(pairs: Pairs): number | null {
  return mean(pairs, (label, prediction) => (label - prediction) ** 2);
}

/** Root of the mean squared error. */
export function rootMeanSquaredError(pairs: Pairs): number | null {
  const squared = meanSquaredError(pairs);
  return squared === null ? null : Math.sqrt(squared);
}

/** Mean absolute error: mean of |y - p|. */
export function meanAbsoluteError(pairs: Pairs): number | null {
  return mean(pairs, (label, prediction) => Math.abs(label - prediction));
}

/**
 * Coefficient of determination: 1 - sum (y - p)^2 / sum (y - mean y)^2. Constant labels give 1 if every prediction is exact,
 * else 0, as in scikit-learn; null below two labels.
 */
export function determination(pairs: Pairs): number | null {
  const error = mean(pairs, (label, prediction) => (label - prediction) ** 2);
  if (error === null || pairs.labels.length < 2) return null;
  const average = mean(pairs, (label) => label)!;
  const spread = mean(pairs, (label) => (label - average) ** 2)!;
  if (isConstant(pairs.labels)) return error === 0 ? 1 : 0;
  return finite(1 - error / spread);
}

/** Spearman's rank correlation: Pearson's of the ranks, ties given their mean rank; null if labels or predictions are constant. */
export function rankCorrelation(pairs: Pairs): number | null {
  if (mean(pairs, (_, prediction) => prediction) === null) return null;
  const left = meanRanks(pairs.labels);
  const right = meanRanks(pairs.predictions);
  const center = (left.length - 1) / 2;
  let covariance = 0;
  let leftSpread = 0;
  let rightSpread = 0;
  left.forEach((rank, row) => {
    covariance += (rank - center) * (right[row]! - center);
    leftSpread += (rank - center) ** 2;
    rightSpread += (right[row]! - center) ** 2;
  });
  return finite(covariance / Math.sqrt(leftSpread * rightSpread));
}

/** Ranks from 0; equal values share the mean of their ranks. */
function meanRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, row) => row).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let index = start; index < end; index++) ranks[order[index]!] = (start + end - 1) / 2;
  }
  return ranks;
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let row = 1; row < values.length; row++) if (values[row] !== values[0]) return false;
  return true;
}

function mean({ labels, predictions }: Pairs, term: (label: number, prediction: number) => number): number | null {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    if (!Number.isFinite(predictions[row]!)) return null;
    sum += term(labels[row]!, predictions[row]!);
  }
  return finite(sum / labels.length);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
