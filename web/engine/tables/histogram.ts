/** Counts of numbers in bins of equal width. */
import type { Histogram } from '../protocol.ts';

const mostBins = 24;

/** Of real numbers; NaN is left out. One value, or none, has one bin or none. */
export function histogram(values: ArrayLike<number>): Histogram {
  const present = Array.from(values).filter((value) => !Number.isNaN(value));
  if (present.length === 0) return { edges: [], counts: [] };
  const [least, most] = rangeOf(present);
  if (least === most) return { edges: [least, most], counts: [present.length] };
  const bins = Math.min(mostBins, Math.max(5, Math.ceil(Math.sqrt(present.length))));
  const width = (most - least) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of present) counts[Math.min(bins - 1, Math.floor((value - least) / width))]!++;
  return { edges: Array.from({ length: bins + 1 }, (_, bin) => least + bin * width), counts };
}

/** Of whole numbers: every bin holds the same number of them. */
export function countHistogram(values: readonly number[]): Histogram {
  if (values.length === 0) return { edges: [], counts: [] };
  const [least, most] = rangeOf(values);
  const width = Math.ceil((most - least + 1) / mostBins);
  const bins = Math.ceil((most - least + 1) / width);
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.floor((value - least) / width)]!++;
  return { edges: Array.from({ length: bins + 1 }, (_, bin) => least + bin * width), counts };
}

/** Of classes, from the number of labels of each. */
export function classHistogram(counts: readonly number[]): Histogram {
  return { edges: Array.from({ length: counts.length + 1 }, (_, edge) => edge / counts.length), counts };
}

export function rangeOf(values: Iterable<number>): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
