/**
 * Numbers of the whole molecule beside what a model reads itself: the toolkit's descriptors, or columns of a file, or both, the
 * descriptors first. Values of a table are computed once; each split scales them by its own training rows.
 */
import type { Chemistry, Molecule } from '../../chem/index.ts';
import type { FeatureTable } from '../feature-table.ts';

export const featureGenerators = ['rdkit'] as const;
type FeatureGenerator = (typeof featureGenerators)[number];

export interface MoleculeFeatures {
  /** What computed the first of them; undefined if all come from a file. */
  readonly generator?: FeatureGenerator | undefined;
  /** [features] */
  readonly names: readonly string[];
  /** How many of them, the last ones, come from a file. */
  readonly fromFile: number;
  /** [molecules, features] row-major, NaN where there is no value. */
  readonly values: Float64Array;
}

export interface FeatureSources {
  readonly generator?: FeatureGenerator | undefined;
  readonly table?: FeatureTable | undefined;
}

/**
 * tableRows: where each molecule stands in the feature table, [molecules]; not read without one. names: which descriptors, in this order; default all that
 * the toolkit has. A descriptor that the toolkit does not know has no value.
 */
export function moleculeFeatures(
  molecules: readonly Molecule[],
  tableRows: ArrayLike<number>,
  chemistry: Chemistry,
  { generator, table, names }: FeatureSources & { readonly names?: readonly string[] },
): MoleculeFeatures {
  const computed = generator ? molecules.map((molecule) => chemistry.descriptors(molecule)) : [];
  const ofGenerator = generator ? (names ?? Object.keys(computed[0] ?? {})) : [];
  const ofFile = table?.names ?? [];
  const width = ofGenerator.length + ofFile.length;
  const values = new Float64Array(molecules.length * width);
  for (let row = 0; row < molecules.length; row++) {
    const fromFile = table?.values.subarray(tableRows[row]! * ofFile.length, (tableRows[row]! + 1) * ofFile.length);
    const all = [...ofGenerator.map((name) => computed[row]![name] ?? Number.NaN), ...(fromFile ?? [])];
    values.set(
      all.map((value) => (Number.isFinite(value) ? value : Number.NaN)),
      row * width,
    );
  }
  return { generator, names: [...ofGenerator, ...ofFile], fromFile: ofFile.length, values };
}

/** A warning if there are values that will be made up. */
export function missingValues({ names, values }: Pick<MoleculeFeatures, 'names' | 'values'>): string[] {
  const columns = names.filter((_, column) =>
    values.some((value, at) => at % names.length === column && Number.isNaN(value)),
  );
  if (columns.length === 0) return [];
  const count = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  const named = columns.slice(0, 5).join(', ') + (columns.length > 5 ? ', ...' : '');
  return [`Molecule features without a value: ${count} (${named}); the mean of the training part stands in for them.`];
}
