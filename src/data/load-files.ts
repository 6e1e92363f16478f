/**
 * One, two or three tables as one data set. Two files are training with validation, and test; three are training, validation, test.
 * The first decides targets and task type; rows are counted on through the files in their order.
 */
import { ConfigError, DataError } from '../base/index.ts';
import type { Chemistry } from '../chem/index.ts';
import type { Dataset, LoadedDataset } from './dataset.ts';
import { loadDataset } from './load-dataset.ts';
import type { LoadOptions } from './load-options.ts';
import type { PartName } from './splits/split.ts';
import type { Table } from './tables/table.ts';

/**
 * Loads all tables. With three, `parts` of the data set names each row's part; with two, it marks the rows of the second as test and
 * leaves the others to a split. Throws as loadDataset does, and DataError if a later file lacks a target of the first.
 */
export async function loadFiles(
  tables: readonly Table[],
  chemistry: Chemistry,
  options: LoadOptions = {},
): Promise<LoadedDataset> {
  const [first, ...others] = tables;
  if (!first || tables.length > 3) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['data', 'paths'],
      what: `expected one, two or three data files and received ${tables.length}`,
      advice: 'One is split; two are training and test; three are training, validation and test.',
    });
  }
  if (others.length > 0 && options.splitsColumn !== undefined) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['data', 'splitsColumn'],
      what: 'a splits column and several data files both say which rows train',
      advice: 'Use one of them.',
    });
  }
  const loaded = [await loadDataset(first, chemistry, options)];
  const { taskNames, targetColumns = taskNames, taskType, classes } = loaded[0]!.dataset;
  for (const table of others) {
    refuseMissingTargets(table, targetColumns);
    loaded.push(await loadDataset(table, chemistry, { ...options, targetColumns, taskType, classes }));
  }
  return loaded.length === 1 ? loaded[0]! : joined(loaded);
}

const partsOfFiles: Readonly<Record<number, readonly (PartName | undefined)[]>> = {
  2: [undefined, 'test'],
  3: ['train', 'val', 'test'],
};

function joined(loaded: readonly LoadedDataset[]): LoadedDataset {
  const datasets = loaded.map(({ dataset }) => dataset);
  const offsets = datasets.map((_, file) => datasets.slice(0, file).reduce((sum, other) => sum + other.tableLength, 0));
  const concatenated = <T>(pick: (dataset: Dataset) => Iterable<T>): T[] =>
    datasets.flatMap((dataset) => [...pick(dataset)]);
  const parts = datasets.flatMap(({ smiles }, file) => smiles.map(() => partsOfFiles[datasets.length]![file]));
  const { taskNames, targetColumns, taskType, classes, labelWords, known, weights } = datasets[0]!;
  const tableRows = datasets.flatMap((dataset, file) => Array.from(dataset.tableRows, (row) => row + offsets[file]!));
  const dataset: Dataset = {
    name: datasets.map(({ name }) => name).join(', '),
    smiles: concatenated(({ smiles }) => smiles),
    molecules: concatenated(({ molecules }) => molecules),
    targets: Float64Array.from(concatenated(({ targets }) => targets)),
    ...(datasets.some(({ bounds }) => bounds) && {
      bounds: Int8Array.from(concatenated(({ bounds, targets }) => bounds ?? new Int8Array(targets.length))),
    }),
    taskNames,
    ...(targetColumns && { targetColumns }),
    taskType,
    ...(classes && { classes }),
    ...(labelWords && { labelWords }),
    tableRows: Int32Array.from(tableRows),
    fileStarts: offsets,
    tableLength: offsets.at(-1)! + datasets.at(-1)!.tableLength,
    lines: Int32Array.from(concatenated(({ lines }) => lines)),
    parts,
    ...(weights && { weights: Float64Array.from(concatenated((each) => each.weights ?? [])) }),
    ...(known && { known }),
  };
  return {
    dataset,
    rejects: loaded.flatMap(({ rejects }) => rejects),
    notes: loaded.flatMap(({ notes }) => notes),
    warnings: loaded.flatMap(({ warnings }) => warnings),
  };
}

function refuseMissingTargets({ columns, name }: Table, taskNames: readonly string[]): void {
  const missing = taskNames.filter((task) => !columns.includes(task));
  if (missing.length === 0) return;
  throw new DataError({
    code: 'column-missing',
    path: ['data', 'targetColumns'],
    what: `the targets ${missing.join(', ')} of the first file are missing (columns: ${columns.join(', ')})`,
    where: name,
    advice: 'All data files need the same target columns.',
  });
}
