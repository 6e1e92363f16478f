/**
 * Numbers of the whole molecule beside what a model reads itself: what generators compute, columns of a file, columns of the table itself,
 * in this order. Values of a table are computed once; each split scales them by its own training rows.
 */
import type { Chemistry, Molecule } from '../../chem/index.ts';
import { findFeatureGenerator } from './generators.ts';

export interface MoleculeFeatures {
  /** Names of what computed the first of them. */
  readonly generators: readonly string[];
  /** [features] */
  readonly names: readonly string[];
  /** How many of them, the last ones, are given: by a file, or by the table. */
  readonly fromFile: number;
  /** How many of those, the last ones, are columns of the table itself. */
  readonly fromTable: number;
  /** [molecules, features] row-major, NaN where there is no value. */
  readonly values: Float64Array;
}

/** Numbers that are read and not computed. */
interface GivenFeatures {
  readonly names: readonly string[];
  /** Of a molecule, by its position in the list, [names]. */
  of(molecule: number): ArrayLike<number>;
}

export interface FeatureSources {
  readonly generators?: readonly string[] | undefined;
  /** Columns of a file. */
  readonly file?: GivenFeatures | undefined;
  /** Columns of the table of molecules. */
  readonly table?: GivenFeatures | undefined;
  /** Which computed columns, in this order; default all of the generators. One that they do not know has no value. */
  readonly names?: readonly string[] | undefined;
}

/** Throws ConfigError for a generator that there is not. */
export function moleculeFeatures(
  molecules: readonly Molecule[],
  chemistry: Chemistry,
  { generators: named = [], file, table, names }: FeatureSources,
): MoleculeFeatures {
  const generators = named.map(findFeatureGenerator);
  const known = generators.flatMap((generator) => generator.columns(chemistry));
  const computed = names ?? known;
  const positions = positionsOf(computed, known);
  const given = [...(file ? [file] : []), ...(table ? [table] : [])];
  const givenNames = given.flatMap((source) => source.names);
  const width = computed.length + givenNames.length;
  const values = new Float64Array(molecules.length * width);
  molecules.forEach((molecule, row) => {
    const all = generators.flatMap((generator) => Array.from(generator.compute(molecule, chemistry)));
    const target = values.subarray(row * width, (row + 1) * width);
    positions.forEach((position, column) => {
      target[column] = finite(all[position]);
    });
    const read = given.flatMap((source) => Array.from(source.of(row)));
    read.forEach((value, column) => {
      target[computed.length + column] = finite(value);
    });
  });
  const counts = { fromFile: givenNames.length, fromTable: table?.names.length ?? 0 };
  return { generators: named, names: [...computed, ...givenNames], ...counts, values };
}

/** Where each wanted column stands among those that are computed; -1 for one that is not. */
function positionsOf(wanted: readonly string[], known: readonly string[]): number[] {
  const byName = new Map(known.map((name, position) => [name, position]));
  return wanted.map((name) => byName.get(name) ?? -1);
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
}

/** A warning if there are values that will be made up. rows: of a training; a column without any value is told apart there. */
export function missingValues(
  { names, values }: Pick<MoleculeFeatures, 'names' | 'values'>,
  { rows }: { readonly rows?: number } = {},
): string[] {
  const counts = new Int32Array(names.length);
  values.forEach((value, index) => {
    if (Number.isNaN(value)) counts[index % names.length]!++;
  });
  const empty = names.filter((_, column) => counts[column]! > 0 && counts[column] === rows);
  const others = counts.map((count) => (count === rows ? 0 : count));
  return [
    ...missingNote(names, others),
    ...(empty.length > 0
      ? [`Molecule features without any value: ${listed(empty)}; nothing is learned from them.`]
      : []),
  ];
}

/** counts: of missing values, of each column. */
export function missingNote(names: readonly string[], counts: ArrayLike<number>): string[] {
  const columns = names.filter((_, column) => counts[column]! > 0);
  if (columns.length === 0) return [];
  const count = Array.from(counts).reduce((sum, each) => sum + each, 0);
  return [
    `Molecule features without a value: ${count} (${listed(columns)}); they are replaced by the mean of the training part.`,
  ];
}

function listed(columns: readonly string[]): string {
  return columns.slice(0, 5).join(', ') + (columns.length > 5 ? ', ...' : '');
}
