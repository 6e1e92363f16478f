/**
 * A table for growing trees: each column cut into at most 128 bins, between neighboring values of the training rows or, where there
 * are more, at their quantiles. Most columns hold 0 for nearly all molecules, so a row lists only the bins that differ from their column's most
 * frequent one: of 2,091 columns of Morgan counts and descriptors about 80.
 * Bins are numbered through the columns. A missing value is smaller than all others.
 * Source: the histograms of LightGBM, Ke et al. 2017, whose bundling of exclusive columns the lists replace.
 */
import type { DescriptorTable } from './descriptor-table.ts';

export interface BinnedTable {
  readonly rows: number;
  readonly names: readonly string[];
  /** Bins of column c: firstBin[c] to firstBin[c + 1], [columns + 1]. */
  readonly firstBin: Int32Array;
  /** [bins] */
  readonly columnOfBin: Int32Array;
  /** The bin that the rows do not list, [columns]. */
  readonly commonBin: Int32Array;
  /** Between bin b of column c and the next: values up to thresholds[c][b] are at or below it. */
  readonly thresholds: readonly Float64Array[];
  /** Bin of each value within its column, [columns][rows]. */
  readonly bins: readonly Uint8Array[];
  /** Listed bins of row r: listed[offsets[r]] to listed[offsets[r + 1]], ascending; [rows + 1]. */
  readonly offsets: Int32Array;
  readonly listed: Int32Array;
}

const mostBins = 128;

export function binTable({ rows, names, columns }: DescriptorTable, train: readonly number[]): BinnedTable {
  const thresholds = columns.map((values) => thresholdsOf(Float32Array.from(train, (row) => values[row]!)));
  const firstBin = new Int32Array(columns.length + 1);
  thresholds.forEach(({ length }, column) => {
    firstBin[column + 1] = firstBin[column]! + length + 1;
  });
  const columnOfBin = new Int32Array(firstBin[columns.length]!);
  columns.forEach((_, column) => {
    columnOfBin.fill(column, firstBin[column], firstBin[column + 1]);
  });
  const bins = columns.map((values, column) => Uint8Array.from(values, (value) => binOf(value, thresholds[column]!)));
  const commonBin = Int32Array.from(bins, (own, column) => firstBin[column]! + mostFrequent(own, train));
  const { offsets, listed } = listRows({ rows, bins, firstBin, commonBin });
  return { rows, names, firstBin, columnOfBin, commonBin, thresholds, bins, offsets, listed };
}

/** Midpoints between the values, or between quantiles of them. */
function thresholdsOf(values: Float32Array): Float64Array {
  const distinct = Float32Array.from(new Set(values.filter((value) => !Number.isNaN(value)))).sort();
  const hasMissing = values.some(Number.isNaN);
  if (distinct.length < mostBins) return midpoints(hasMissing ? [Number.NEGATIVE_INFINITY, ...distinct] : distinct);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const quantiles = Array.from({ length: mostBins - 1 }, (_, bin) => {
    return sorted[Math.floor((bin * (sorted.length - 1)) / (mostBins - 2))]!;
  });
  return midpoints([...(hasMissing ? [Number.NEGATIVE_INFINITY] : []), ...new Set(quantiles)]);
}

function midpoints(ascending: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: Math.max(0, ascending.length - 1) }, (_, index) => {
    const [below, above] = [ascending[index]!, ascending[index + 1]!];
    // Of what is missing and the smallest value: just below that.
    return below === Number.NEGATIVE_INFINITY ? above - Math.max(1e-6, Math.abs(above) * 1e-6) : (below + above) / 2;
  });
}

/** Number of thresholds below the value. */
function binOf(value: number, thresholds: Float64Array): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (thresholds[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mostFrequent(bins: Uint8Array, rows: readonly number[]): number {
  const counts = new Int32Array(mostBins + 1);
  for (const row of rows) counts[bins[row]!]!++;
  return counts.indexOf(Math.max(...counts));
}

function listRows({ rows, bins, firstBin, commonBin }: Pick<BinnedTable, 'rows' | 'bins' | 'firstBin' | 'commonBin'>) {
  const offsets = new Int32Array(rows + 1);
  bins.forEach((own, column) => {
    const common = commonBin[column]! - firstBin[column]!;
    own.forEach((bin, row) => {
      if (bin !== common) offsets[row + 1]!++;
    });
  });
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice();
  const listed = new Int32Array(offsets[rows]!);
  bins.forEach((own, column) => {
    const first = firstBin[column]!;
    const common = commonBin[column]! - first;
    own.forEach((bin, row) => {
      if (bin !== common) listed[next[row]!++] = first + bin;
    });
  });
  return { offsets, listed };
}
