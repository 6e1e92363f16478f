/** Molecule features at prediction time: what the model file says that training computed, filled and scaled. */
import { CheckpointError, DataError, setting } from '../base/index.ts';
import type { Chemistry, Molecule } from '../chem/index.ts';
import {
  type FeatureGenerator,
  type FeatureTable,
  findFeatureGenerator,
  missingValues,
  moleculeFeatures,
  scaledRows,
} from '../data/index.ts';
import type { ModelCard } from '../runs/index.ts';

/** A row for each molecule, as the model reads it, [features]. */
export type FeatureReader = (
  molecules: readonly Molecule[],
  fromFile: readonly (ArrayLike<number> | undefined)[],
) => Float32Array[];

/**
 * Undefined for a model that reads none. Throws CheckpointError if this toolkit cannot compute what the model wants; the reader
 * throws DataError where a molecule lacks the features of a file.
 */
export function featureReader({ features }: ModelCard, chemistry: Chemistry, where: string): FeatureReader | undefined {
  if (!features) return undefined;
  const { generators, names, fromFile: width } = features;
  const computed = names.slice(0, names.length - width);
  const ofFile = names.slice(computed.length);
  requireColumns(generators, computed, chemistry, where);
  return (molecules, fromFile) => {
    if (width > 0 && molecules.some((_, row) => fromFile[row]?.length !== width)) throw featuresMissing(ofFile, where);
    const file = width > 0 ? { names: ofFile, of: (molecule: number) => fromFile[molecule]! } : undefined;
    const sources = { generators, file, names: computed };
    return scaledRows(moleculeFeatures(molecules, chemistry, sources).values, features);
  };
}

/** What a model wants of a file, by the file's rows. */
export interface FileFeatures {
  /** Values of the wanted columns, in the model's order. */
  read(row: number): Float64Array;
  /** Says how many of the wanted values are missing, if any are. */
  readonly warnings: readonly string[];
}

/**
 * Finds by name the columns that a model wants of a file. Undefined for a model that wants none. Throws DataError, naming what is
 * missing; table: undefined if none is given.
 */
export function fileFeatures(
  card: ModelCard,
  table: FeatureTable | undefined,
  where: string,
): FileFeatures | undefined {
  const wanted = fileColumns(card);
  if (wanted.length === 0) return undefined;
  if (!table) throw featuresMissing(wanted, where);
  const columns = wanted.map((name) => table.names.indexOf(name));
  const missing = wanted.filter((_, index) => columns[index]! < 0);
  if (missing.length > 0) throw featuresMissing(missing, table.name);
  const read = (row: number): Float64Array => {
    if (row >= table.rows) throw tooFewRows(table);
    return Float64Array.from(columns, (column) => table.values[row * table.names.length + column]!);
  };
  const all = Array.from({ length: table.rows }, (_, row) => [...read(row)]).flat();
  const warnings = missingValues({ names: wanted, values: Float64Array.from(all) });
  return { read, warnings: [...table.notes, ...warnings.map((warning) => `${table.name}: ${warning}`)] };
}

/** Columns of a file of features that a model reads. */
export function fileColumns({ features }: ModelCard): readonly string[] {
  if (!features) return [];
  const first = features.names.length - features.fromFile;
  return features.names.slice(first, features.names.length - features.fromTable);
}

/** Columns of the table of molecules that a model reads. */
export function tableColumns({ features }: ModelCard): readonly string[] {
  return features && features.fromTable > 0 ? features.names.slice(-features.fromTable) : [];
}

/** Throws CheckpointError, with what is missing, if this version or its toolkit does not compute the columns. */
export function requireColumns(
  generators: readonly string[],
  names: readonly string[],
  chemistry: Chemistry,
  where: string,
): void {
  const known = new Set(generators.flatMap((name) => generatorOf(name, where).columns(chemistry)));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return;
  throw new CheckpointError({
    code: 'features-mismatch',
    what: `the model reads molecule features that ${chemistry.toolkit} ${chemistry.version} does not compute: ${missing.join(', ')}`,
    where,
    advice: 'Use the version of graphsam that wrote the model, or train it again.',
  });
}

function generatorOf(name: string, where: string): FeatureGenerator {
  try {
    return findFeatureGenerator(name);
  } catch (cause) {
    throw new CheckpointError({
      code: 'features-mismatch',
      what: `the model reads molecule features (${name}) that this version does not compute`,
      where,
      advice: 'Update graphsam.',
      cause,
    });
  }
}

function featuresMissing(names: readonly string[], where: string): DataError {
  const listed = names.slice(0, 10).join(', ') + (names.length > 10 ? ', ...' : '');
  return new DataError({
    code: 'features-missing',
    path: ['data', 'featuresPath'],
    what: `the model reads ${names.length} features of a file that are missing here: ${listed}`,
    where,
    advice:
      `Give them with ${setting('data.featuresPath')}: a column each, named as in training, and a row for each row of the table, or for each id ` +
      `(${setting('data.featuresIdColumn')}).`,
  });
}

function tooFewRows({ name, rows }: FeatureTable): DataError {
  return new DataError({
    code: 'features-mismatch',
    path: ['data', 'featuresPath'],
    what: `it has ${rows} rows of features, and the table of molecules has more`,
    where: name,
    advice: 'Give a row of features for each row of the table, in its order.',
  });
}
