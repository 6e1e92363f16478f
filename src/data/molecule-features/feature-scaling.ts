/**
 * Scaling of molecule features by the training rows, so that nothing of validation and test is known:
 *   (x - mean) / deviation, per feature over the training rows that have a value;   a missing value becomes the mean
 * Without scaling only the means are used, for what is missing. Source: as GROVER's authors do, who however put 0 for a missing value
 * also where features are not scaled. The statistics stand in the model file.
 */
import type { MoleculeFeatures } from './molecule-features.ts';

/** One entry a feature. */
export interface FeatureScaling {
  /** What stands in for a missing value. */
  readonly fill: readonly number[];
  readonly offset: readonly number[];
  /** Population deviation; 1 where all training values are equal. */
  readonly scale: readonly number[];
}

export function fitFeatureScaling(
  { names, values }: Pick<MoleculeFeatures, 'names' | 'values'>,
  trainRows: readonly number[],
  isScaled: boolean,
): FeatureScaling {
  const moments = names.map((_, column) => {
    const present = trainRows
      .map((row) => values[row * names.length + column]!)
      .filter((value) => !Number.isNaN(value));
    const isConstant = present.every((value) => value === present[0]);
    if (isConstant) return { mean: present[0] ?? 0, deviation: 1 };
    const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
    const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
  const fill = moments.map(({ mean }) => mean);
  if (!isScaled) return { fill, offset: names.map(() => 0), scale: names.map(() => 1) };
  return { fill, offset: fill, scale: moments.map(({ deviation }) => deviation) };
}

/** The row of each molecule as a model reads it, [features] each. */
export function scaledRows(values: Float64Array, { fill, offset, scale }: FeatureScaling): Float64Array[] {
  const width = fill.length;
  return Array.from({ length: values.length / width }, (_, row) =>
    Float64Array.from(fill, (mean, column) => {
      const value = values[row * width + column]!;
      return ((Number.isNaN(value) ? mean : value) - offset[column]!) / scale[column]!;
    }),
  );
}
