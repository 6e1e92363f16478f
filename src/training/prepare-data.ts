/**
 * From a configuration and opened tables to molecules, labels and splits: everything that is read before a model exists. Where the
 * tables come from is decided by data-source.node.ts in Node, and by the caller in a page.
 */
import type { Chemistry } from '../chem/index.ts';
import {
  byScaffold,
  checkSplit,
  type Dataset,
  type FeatureRows,
  type FeatureTable,
  featureRowsOf,
  followColumns,
  followFeatures,
  givenSplit,
  type LoadedDataset,
  loadFiles,
  type MoleculeFeatures,
  makeSplits,
  missingValues,
  moleculeFeatures,
  ofSplit,
  readSplitsFile,
  reportSplit,
  type Split,
  type SplitReport,
  type SplitSizes,
  type SplitType,
  scaffoldsOf,
  type Table,
} from '../data/index.ts';
import { isRecipePatience, type TrainConfig } from '../runs/index.ts';

/** Opened tables, and what is known of them beyond their content. */
export interface DataSource {
  /** One to three; each can be read once. */
  readonly tables: readonly Table[];
  /** Targets of a known data set. */
  readonly targets?: readonly string[] | undefined;
  /** Preset that the named data set asks for. */
  readonly preset?: string | undefined;
  /** Where the tables came from, one summary each. */
  readonly notes: readonly string[];
  /** Content of `data.featuresPath`, if the configuration names one. */
  readonly featureTable?: FeatureTable | undefined;
  /** Content of `split.file`, if the configuration names one. */
  readonly splitsFile?: string | undefined;
  /** SHA-256 of that file. */
  readonly splitsChecksum?: string | undefined;
  /** SHA-256 of each file as it stands, by path or name; asked for once the tables are read. */
  checksums(): Promise<Readonly<Record<string, string>>>;
  /** Ends whatever is made of the tables before and after the training with its reason, thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the number of rows of a table that were read. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

export interface PreparedData extends LoadedDataset {
  /** Without those of the splits, which each split's report has; `warnings` has all, each with its split where there are several. */
  readonly tableWarnings: readonly string[];
  /** SHA-256 of each file as it stands, by path. */
  readonly checksums: Readonly<Record<string, string>>;
  /** SHA-256 of the file that the splits were read from. */
  readonly splitsChecksum: string | undefined;
  readonly splits: readonly PreparedSplit[];
  /** Undefined unless the configuration asks for them. */
  readonly moleculeFeatures?: MoleculeFeatures | undefined;
  /** Preset that the named data set asks for. */
  readonly preset: string | undefined;
}

export interface PreparedSplit {
  readonly split: Split;
  readonly report: SplitReport;
}

/** maxAtoms: the model's, unless the configuration gives a smaller one. */
export async function prepareData(
  config: TrainConfig,
  source: DataSource,
  chemistry: Chemistry,
  maxAtoms: number,
): Promise<PreparedData> {
  const { moleculeFeatures: generators = [], featuresPath: _path, featuresScaling: _scaling, ...others } = config.data;
  const { featuresIdColumn: idColumn, descriptorsColumns, ...reading } = others;
  const { labelMap, folder: _folder, dataset: _dataset, paths: _paths, header: _header, ...options } = reading;
  const table = source.featureTable;
  const featureRows = table && followFeatures(source.tables, table);
  const tables = featureRows?.tables ?? source.tables;
  const columns = descriptorsColumns && followColumns(tables, descriptorsColumns);
  const loaded = await loadFiles(columns?.tables ?? tables, chemistry, {
    ...options,
    ignoreColumns: [...(options.ignoreColumns ?? []), ...(descriptorsColumns ?? [])],
    idColumn,
    conditionColumns: descriptorsColumns,
    ...(source.targets ? { targetColumns: options.targetColumns ?? source.targets } : {}),
    maxAtoms,
    ...{ signal: source.signal, onProgress: source.onRows },
    ...(labelMap ? { labelMap: new Map(Object.entries(labelMap)) } : {}),
  });
  const notes = [...source.notes, ...loaded.notes, ...(table?.notes ?? []), ...(columns?.notes() ?? [])];
  const splits = splitData(config, loaded.dataset, chemistry, source.splitsFile);
  const needsValidation = config.training.patience !== undefined && !isRecipePatience(config);
  for (const { split } of splits.made) checkSplit(loaded.dataset, split, { needsValidation });
  const { molecules } = loaded.dataset;
  const file = table && featureRows && { names: table.names, of: fileRows(loaded.dataset, table, featureRows) };
  const ofTable = columns && {
    names: descriptorsColumns,
    of: (molecule: number) => columns.of(loaded.dataset.tableRows[molecule]!, loaded.dataset),
  };
  const hasFeatures = generators.length > 0 || file !== undefined || ofTable !== undefined;
  const features = hasFeatures
    ? moleculeFeatures(molecules, chemistry, { generators, file, table: ofTable })
    : undefined;
  const tableWarnings = [
    ...loaded.warnings,
    ...splits.warnings,
    ...(features ? missingValues(features, { rows: molecules.length }) : []),
  ];
  const checksums = await source.checksums();
  return {
    ...loaded,
    notes,
    tableWarnings,
    warnings: [...tableWarnings, ...splitWarnings(splits.made)],
    splits: splits.made,
    moleculeFeatures: features,
    checksums,
    splitsChecksum: source.splitsChecksum,
    preset: source.preset,
  };
}

/** The values of a file of features for each molecule. */
function fileRows(dataset: Dataset, features: FeatureTable, followed: FeatureRows): (molecule: number) => Float64Array {
  const rows = featureRowsOf(dataset, features, followed);
  const width = features.names.length;
  return (molecule) => features.values.subarray(rows[molecule]! * width, (rows[molecule]! + 1) * width);
}

function splitData(
  config: TrainConfig,
  dataset: Dataset,
  chemistry: Chemistry,
  splitsFile: string | undefined,
): { made: PreparedSplit[]; warnings: readonly string[] } {
  const { splits, algorithm, seed, warnings } = chooseSplits(config, dataset, chemistry, splitsFile);
  const scaffolds = algorithm.startsWith('scaffold') ? scaffoldsOf(dataset, chemistry) : undefined;
  const made = splits.map((split, fold) => {
    const report = reportSplit(dataset, split, {
      algorithm,
      seed: seed === undefined ? undefined : seed + fold,
      scaffolds,
      sizes: byScaffold(algorithm) && !dataset.parts ? sizesOf(config.split) : undefined,
    });
    return { split, report };
  });
  return { made, warnings };
}

/** Numbered as the folds are announced. */
function splitWarnings(splits: readonly PreparedSplit[]): string[] {
  const { length } = splits;
  return splits.flatMap(({ report }, index) =>
    report.warnings.map((warning) => (length > 1 ? ofSplit(warning, index, length) : warning)),
  );
}

interface ChosenSplits {
  readonly splits: readonly Split[];
  readonly algorithm: string;
  readonly seed?: number | undefined;
  readonly warnings: readonly string[];
}

function chooseSplits(
  { split: options, data: { splitsColumn } }: TrainConfig,
  dataset: Dataset,
  chemistry: Chemistry,
  splitsFile: string | undefined,
): ChosenSplits {
  if (options.file !== undefined && splitsFile !== undefined) {
    return { ...readSplitsFile(splitsFile, options.file, dataset), algorithm: options.file };
  }
  const isGiven = splitsColumn !== undefined || dataset.parts?.includes('train');
  if (isGiven && options.file === undefined)
    return { splits: [givenSplit(dataset)], algorithm: 'given by the data', warnings: withoutPart(dataset) };
  const { type, seed, folds } = options;
  const splits = makeSplits(dataset, chemistry, { type: type as SplitType, sizes: sizesOf(options), seed, folds });
  return { splits, algorithm: type, seed, warnings: [] };
}

/** Rows that the splits column leaves out. */
function withoutPart({ parts = [], lines }: Dataset): string[] {
  const rows = parts.flatMap((part, row) => (part === undefined ? [row] : []));
  if (rows.length === 0) return [];
  const found = `${rows.length} (the first is line ${lines[rows[0]!]})`;
  return [`Rows whose part of the split is an empty cell, not used at all: ${found}.`];
}

function sizesOf({ sizes: [train, val, test] }: TrainConfig['split']): SplitSizes {
  return { train, val, test };
}
