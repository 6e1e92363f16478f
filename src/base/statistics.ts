/** Sums are taken in the order of the values. */
export function mean(values: ArrayLike<number>): number {
  return sumOf(values, (value) => value) / values.length;
}

/** By a weight each, none below 0; where nothing weighs anything, all weigh the same. */
export function weightedMean(values: ArrayLike<number>, weights: readonly number[]): number {
  const total = sumOf(weights, (weight) => weight);
  if (total === 0) return mean(values);
  return weights.reduce((sum, weight, at) => sum + weight * values[at]!, 0) / total;
}

/** Of values that are all there are: divided by their number; 0 for one. */
export function populationDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(squaresAround(values) / values.length);
}

/** Of values that stand for others: divided by their number less one; null for fewer than two. */
export function sampleDeviation(values: ArrayLike<number>): number | null {
  return values.length < 2 ? null : Math.sqrt(squaresAround(values) / (values.length - 1));
}

/** Of the mean, from the sample deviation; null for fewer than two values. */
export function standardError(values: ArrayLike<number>): number | null {
  return values.length < 2 ? null : Math.sqrt(squaresAround(values) / (values.length - 1) / values.length);
}

function squaresAround(values: ArrayLike<number>): number {
  const center = mean(values);
  return sumOf(values, (value) => (value - center) ** 2);
}

function sumOf(values: ArrayLike<number>, of: (value: number) => number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += of(values[at]!);
  return sum;
}
