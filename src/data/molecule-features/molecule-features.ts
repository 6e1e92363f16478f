/**
 * Numbers of the whole molecule beside what a model reads itself: what generators compute, or columns of a file, or both, the computed
 * ones first. Values of a table are computed once; each split scales them by its own training rows.
 */
import type { Chemistry, Molecule } from '../../chem/index.ts';
import type { FeatureTable } from '../feature-table.ts';
import { findFeatureGenerator } from './generators.ts';

export interface MoleculeFeatures {
  /** Names of what computed the first of them. */
  readonly generators: readonly string[];
  /** [features] */
  readonly names: readonly string[];
  /** How many of them, the last ones, come from a file. */
  readonly fromFile: number;
  /** [molecules, features] row-major, NaN where there is no value. */
  readonly values: Float64Array;
}

export interface FeatureSources {
  readonly generators?: readonly string[] | undefined;
  readonly table?: FeatureTable | undefined;
  /** Where each molecule stands in the table, [molecules]; not read without one. */
  readonly tableRows?: ArrayLike<number> | undefined;
  /** Which computed columns, in this order; default all of the generators. One that they do not know has no value. */
  readonly names?: readonly string[] | undefined;
}

/** Throws ConfigError for a generator that there is not. */
export function moleculeFeatures(
  molecules: readonly Molecule[],
  chemistry: Chemistry,
  { generators: given = [], table, tableRows = [], names }: FeatureSources,
): MoleculeFeatures {
  const generators = given.map(findFeatureGenerator);
  const known = generators.flatMap((generator) => generator.columns(chemistry));
  const computed = names ?? known;
  const positions = positionsOf(computed, known);
  const ofFile = table?.names ?? [];
  const width = computed.length + ofFile.length;
  const values = new Float64Array(molecules.length * width);
  molecules.forEach((molecule, row) => {
    const all = generators.flatMap((generator) => Array.from(generator.compute(molecule, chemistry)));
    const target = values.subarray(row * width, (row + 1) * width);
    positions.forEach((position, column) => {
      target[column] = finite(all[position]);
    });
    ofFile.forEach((_, column) => {
      target[computed.length + column] = finite(table!.values[tableRows[row]! * ofFile.length + column]);
    });
  });
  return { generators: given, names: [...computed, ...ofFile], fromFile: ofFile.length, values };
}

/** Where each wanted column stands among those that are computed; -1 for one that is not. */
function positionsOf(wanted: readonly string[], known: readonly string[]): number[] {
  const byName = new Map(known.map((name, position) => [name, position]));
  return wanted.map((name) => byName.get(name) ?? -1);
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
}

/** A warning if there are values that will be made up. */
export function missingValues({ names, values }: Pick<MoleculeFeatures, 'names' | 'values'>): string[] {
  const counts = new Int32Array(names.length);
  values.forEach((value, index) => {
    if (Number.isNaN(value)) counts[index % names.length]!++;
  });
  const columns = names.filter((_, column) => counts[column]! > 0);
  if (columns.length === 0) return [];
  const count = counts.reduce((sum, each) => sum + each, 0);
  const named = columns.slice(0, 5).join(', ') + (columns.length > 5 ? ', ...' : '');
  return [`Molecule features without a value: ${count} (${named}); the mean of the training part stands in for them.`];
}
