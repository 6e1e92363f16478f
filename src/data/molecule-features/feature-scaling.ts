/**
 * Scaling of molecule features by the training rows, so that nothing of validation and test is known.
 *   standard:  (x - mean) / deviation, per feature over the training rows that have a value, kept within 6 deviations
 *   rank:      the share of the training values below x, put from -1.7 to 1.7 (deviation 1), between 33 quantiles along straight lines
 *   none:      as they are
 * Values within 1e-9 of each other are the same value, relative (standard: to the largest): a sum over atoms ends with other last digits for
 * another order of atoms or another build of RDKit. A missing value becomes the mean. A feature that is the same in all training rows is 0 for every molecule, unless
 * values stay as they are: its weights never learn, and would say something at random of a molecule that differs. The statistics stand in the
 * model file.
 * Source: standardizing as GROVER's authors do; the bound as in CheMeleon, arXiv 2506.15792.
 */
import { mean, populationDeviation } from '../../base/index.ts';
import type { MoleculeFeatures } from './molecule-features.ts';

export const featureScalings = ['standard', 'rank', 'none'] as const;
export type FeatureScalingKind = (typeof featureScalings)[number];

/** One entry a feature. */
export interface FeatureScaling {
  /** What stands in for a missing value. */
  readonly fill: readonly number[];
  readonly offset: readonly number[];
  /** Population deviation; 0 where all training values are equal. Models of graphsam 0.1.0 have 1 there. */
  readonly scale: readonly number[];
  /** Largest scaled value, either side of 0; undefined: none. */
  readonly limit?: number | undefined;
  /** Quantiles of the training values, ascending, of a feature scaled by rank. */
  readonly quantiles?: readonly (readonly number[])[] | undefined;
}

type Columns = Pick<MoleculeFeatures, 'names' | 'values'>;

const largest = 6;
const quantileCount = 33;

export function fitFeatureScaling(
  features: Columns,
  trainRows: readonly number[],
  kind: FeatureScalingKind,
): FeatureScaling {
  const columns = features.names.map((_, column) => presentValues(features, trainRows, column));
  const moments = columns.map(momentsOf);
  const fill = moments.map(({ mean }) => mean);
  if (kind === 'none') return { fill, offset: fill.map(() => 0), scale: fill.map(() => 1) };
  const standard = { fill, offset: fill, scale: moments.map(({ deviation }) => deviation) };
  if (kind === 'standard') return { ...standard, limit: largest };
  return { ...standard, quantiles: columns.map(quantilesOf) };
}

/** Training values of a feature, [training rows that have one]. */
function presentValues({ names, values }: Columns, rows: readonly number[], column: number): Float64Array {
  const present = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const value = values[row * names.length + column]!;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  return present.subarray(0, count);
}

/** Isomers have one weight but for its last digits: divided by their deviation, these would be read as numbers around 1. */
function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const [first = 0] = values;
  const within = sameWithin * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (values.every((value) => Math.abs(value - first) <= within)) return { mean: first, deviation: 0 };
  return { mean: mean(values), deviation: populationDeviation(values) };
}

function quantilesOf(values: Float64Array): number[] {
  const sorted = values.toSorted();
  if (sorted.length === 0) return [];
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return Array.from({ length: quantileCount }, (_, index) => at(index / (quantileCount - 1)));
}

/** The row of each molecule as a model reads it, [features] each. */
export function scaledRows(values: Float64Array, scaling: FeatureScaling): Float32Array[] {
  const { fill, offset, scale, limit = Number.POSITIVE_INFINITY, quantiles } = scaling;
  const width = fill.length;
  return Array.from({ length: values.length / width }, (_, row) =>
    Float32Array.from(fill, (mean, column) => {
      const given = values[row * width + column]!;
      const value = Number.isNaN(given) ? mean : given;
      if (scale[column] === 0) return 0;
      if (quantiles) return ranked(value, quantiles[column]!);
      return Math.max(-limit, Math.min(limit, (value - offset[column]!) / scale[column]!));
    }),
  );
}

/** Uniform over the training rows, mean 0 and deviation 1; a value that many rows share is in the middle of its ranks. */
function ranked(value: number, quantiles: readonly number[]): number {
  const share = rankOf(value, quantiles) / (quantiles.length - 1);
  return Math.sqrt(3) * (2 * Math.max(0, Math.min(1, share)) - 1);
}

/**
 * Relative. Where many training molecules share a value, last digits alone would decide between the lowest and the highest of their ranks.
 * Sums that cancel have digits of the feature's other values, which count up to 1: a single huge one makes no others the same.
 */
const sameWithin = 1e-9;

/** From 0 to the number of quantiles - 1; beyond that for a value outside of them. */
function rankOf(value: number, quantiles: readonly number[]): number {
  const usual = Math.min(1, Math.max(Math.abs(quantiles[0]!), Math.abs(quantiles.at(-1)!)));
  const isSame = (quantile: number): boolean =>
    Math.abs(quantile - value) <= sameWithin * Math.max(usual, Math.abs(quantile));
  let below = 0;
  while (below < quantiles.length && quantiles[below]! < value && !isSame(quantiles[below]!)) below++;
  let end = below;
  while (end < quantiles.length && isSame(quantiles[end]!)) end++;
  if (end > below) return (below + end - 1) / 2;
  const [before, after] = [quantiles[below - 1], quantiles[below]];
  return before === undefined || after === undefined ? below : below - 1 + (value - before) / (after - before);
}
