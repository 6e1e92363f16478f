/**
 * From a table to a data set in memory: columns chosen, molecules parsed, labels read, everything doubtful counted and said.
 * Nothing is printed: choices, counts and warnings are values.
 */

import { DataError, setting, shellWord } from '../base/index.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import { binary, findTask, findTaskType, regression, type TaskType } from '../tasks/index.ts';
import { type CollectedRows, collectRows } from './collect-rows.ts';
import { type ColumnChoice, chooseColumns } from './columns/choose-columns.ts';
import { isRelation, refuseMixedUnits, relationOf } from './columns/relation-columns.ts';
import { type Dataset, type LoadedDataset, type Reject, selectRows } from './dataset.ts';
import { settleDuplicates } from './duplicates.ts';
import { readLabel, sideOf } from './labels/label-cell.ts';
import { type ClassColumn, readClasses } from './labels/read-classes.ts';
import { type LabelColumn, readLabels } from './labels/read-labels.ts';
import { refuseScaledClasses, scaleLabels } from './labels/target-scale.ts';
import type { LoadOptions } from './load-options.ts';
import { refuseTooMany } from './rejects.ts';
import { allRows, sampleRows } from './tables/sample-rows.ts';
import type { Table } from './tables/table.ts';

/** Rows from which on a note says what memory to expect; measured: 6.6 kB a molecule of 27 heavy atoms. */
const manyRows = 100_000;
const bytesPerMolecule = 7_000;

/**
 * Reads the whole table. Throws DataError if nothing in it can be learned from: no SMILES column, no target, labels that are no
 * labels, too many rows refused; ConfigError for options that do not fit the table.
 */
export async function loadDataset(
  table: Table,
  chemistry: Chemistry,
  options: LoadOptions = {},
): Promise<LoadedDataset> {
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  // Targets are looked for in the whole table: labels may begin anywhere.
  const isNamed = (options.targetColumns ?? []).length > 0;
  const { sample, rows } = isNamed ? await sampleRows(table) : await allRows(table);
  if (sample.length === 0) throw noRows(table.name);
  const choice = chooseColumns(table, options, {
    sample,
    isMolecule,
    labelMap: options.labelMap,
    areNames: hasNames(options.taskType),
  });
  const collected = await collectRows({ ...table, rows }, choice, chemistry, options);
  refuseTooMany(collected.rejects, collected.tableLength - collected.blankRows, options.maxRejected ?? 0.2, table.name);
  if (collected.molecules.length === 0) throw noMolecules(table.name);
  const { targetTransform, threshold, labelMap } = options;
  const asked = options.taskType ?? (targetTransform === undefined ? undefined : regression.name);
  const wanted = asked ?? (threshold === undefined ? choice.known?.taskType : binary.name);
  const isOfClasses = wanted !== undefined && findTask(wanted).labels.hasClasses;
  refuseScaledClasses(options, isOfClasses || threshold !== undefined || labelMap !== undefined);
  const labels = labelsOf({ table, choice, collected }, wanted, options);
  const found = findTaskType(labels, wanted, table.name);
  const targetColumns = choice.targets.map((column) => table.columns[column]!);
  const complete = assemble(table.name, { collected, labels, targetColumns }, found.taskType, choice);
  const labeled = withoutUnlabeled(complete);
  if (labeled.dataset.smiles.length === 0) throw noLabels(table.name, complete.taskNames);
  const settled = settleDuplicates(labeled.dataset, options);
  return {
    dataset: settled.dataset,
    rejects: [
      ...collected.rejects,
      ...valueRejects(table.name, collected, labels),
      ...labeled.rejects,
      ...settled.rejects,
    ],
    notes: [
      ...table.notes,
      ...choice.notes,
      `Task type: ${found.taskType}.`,
      ...found.notes,
      ...labels.flatMap(({ notes }) => notes),
      ...collected.notes,
      ...unlabeledNote(labeled.rejects),
    ],
    warnings: [
      ...choice.warnings,
      ...collected.warnings,
      ...settled.warnings,
      ...sizeWarning(settled.dataset),
      ...labelWarnings(settled.dataset, options),
    ],
  };
}

/** Labels of this type are names of classes. */
function hasNames(taskType: TaskType | undefined): boolean {
  return taskType !== undefined && findTask(taskType).labels.areNames;
}

interface TargetCells {
  readonly table: Table;
  readonly choice: ColumnChoice;
  readonly collected: CollectedRows;
}

function labelsOf(
  { table, choice, collected }: TargetCells,
  wanted: TaskType | undefined,
  options: LoadOptions,
): (LabelColumn | ClassColumn)[] {
  const areNames = hasNames(wanted);
  const { name: file, delimiter, columns } = table;
  const { lines } = collected;
  return choice.targets.map((target, task) => {
    const name = columns[target]!;
    const cells = collected.targetCells[task]!;
    const at = (column: number, row: number): string => `${file}, line ${lines[row]}, column ${columns[column]}`;
    const isLabeled = (row: number): boolean => readLabel(cells[row]!).kind !== 'missing';
    const unit = choice.units[task];
    if (unit !== undefined) {
      const rows = cells.flatMap((_, row) => (isLabeled(row) ? [row] : []));
      const units = rows.map((row) => collected.unitCells[task]![row]!);
      refuseMixedUnits({ file, target: name, column: columns[unit]!, units, lines: rows.map((row) => lines[row]!) });
    }
    choice.looseRelations.forEach((column, index) => {
      const limit = collected.looseCells[index]!.findIndex(
        (cell, row) => isLabeled(row) && isRelation(cell) && sideOf(cell) !== 0,
      );
      if (limit >= 0) throw looseRelation(columns[column]!, name, at(column, limit));
    });
    const relation = choice.relations[task];
    const relations = collected.relationCells[task]?.map((cell, row) =>
      relationOf(cell, at(relation!, row), columns[relation!]!),
    );
    const source = { file, name, cells, lines, delimiter, relations };
    return areNames
      ? readClasses(source, options, options.classes?.[task])
      : scaleLabels(readLabels(source, options), options);
  });
}

function looseRelation(column: string, target: string, where: string): DataError {
  return new DataError({
    code: 'column-ambiguous',
    path: ['data', 'ignoreColumns'],
    what: `column ${column} says that values are limits, and not whether it means those of ${target}`,
    where,
    advice:
      `Name it after the target (${target}_relation), take the target that it belongs to, or use ${setting('data.ignoreColumns', shellWord(column))} ` +
      'if the values are exact.',
  });
}

function assemble(
  name: string,
  {
    collected,
    labels,
    targetColumns,
  }: {
    collected: CollectedRows;
    labels: readonly (LabelColumn | ClassColumn)[];
    targetColumns: readonly string[];
  },
  taskType: TaskType,
  { known }: ColumnChoice,
): Dataset {
  const { molecules, rows, lines, parts, weights, conditions, tableLength } = collected;
  const tasks = labels.length;
  const targets = new Float64Array(molecules.length * tasks);
  const classes = labels.flatMap((column) => ('classes' in column ? [column.classes] : []));
  labels.forEach(({ values }, task) => {
    values.forEach((value, row) => {
      targets[row * tasks + task] = value;
    });
  });
  const bounds = labels.some((label) => label.bounds) ? new Int8Array(targets.length) : undefined;
  labels.forEach((label, task) => {
    label.bounds?.forEach((side, row) => {
      bounds![row * tasks + task] = side;
    });
  });
  return {
    name,
    smiles: molecules.map((molecule) => molecule.smiles),
    molecules,
    targets,
    ...(bounds && { bounds }),
    taskNames: labels.map((column) => column.name),
    targetColumns,
    taskType,
    ...(labels.some(({ words }) => words) && { labelWords: labels.map(({ words }) => words) }),
    ...(classes.length > 0 && { classes }),
    tableRows: Int32Array.from(rows),
    tableLength,
    lines: Int32Array.from(lines),
    ...(parts && { parts }),
    ...(weights && { weights: Float64Array.from(weights) }),
    ...(conditions && { conditions }),
    ...(known && { known: known.name }),
  };
}

/** Leaves out the rows that have no label at all. */
function withoutUnlabeled(dataset: Dataset): { dataset: Dataset; rejects: Reject[] } {
  const tasks = dataset.taskNames.length;
  const isLabeled = (row: number): boolean => {
    for (let task = 0; task < tasks; task++) if (!Number.isNaN(dataset.targets[row * tasks + task]!)) return true;
    return false;
  };
  const kept: number[] = [];
  const rejects: Reject[] = [];
  dataset.smiles.forEach((value, row) => {
    if (isLabeled(row)) {
      kept.push(row);
      return;
    }
    const position = { file: dataset.name, row: dataset.tableRows[row]!, line: dataset.lines[row]! };
    const column = dataset.taskNames[0]!;
    rejects.push({ ...position, column, value, kind: 'unlabeled', reason: 'no label in any target column' });
  });
  return { dataset: rejects.length === 0 ? dataset : selectRows(dataset, kept), rejects };
}

function valueRejects(file: string, { rows, lines }: CollectedRows, labels: readonly LabelColumn[]): Reject[] {
  return labels.flatMap(({ name, unusable }) =>
    unusable.map(({ index, value, reason }) => {
      const position = { file, row: rows[index]!, line: lines[index]!, column: name };
      return { ...position, value, kind: 'value' as const, reason: `${reason}; the row is kept for its other labels` };
    }),
  );
}

function unlabeledNote(rejects: readonly Reject[]): string[] {
  return rejects.length === 0 ? [] : [`Rows without any label, left out: ${rejects.length}.`];
}

function sizeWarning({ smiles }: Dataset): string[] {
  if (smiles.length < manyRows) return [];
  const gigabytes = ((smiles.length * bytesPerMolecule) / 1e9).toFixed(1);
  return [`${smiles.length} molecules take about ${gigabytes} GB of memory, and an epoch grows with them.`];
}

/** Tasks whose metric will be undefined whatever the split. */
function labelWarnings(
  { targets, taskNames, taskType, classes }: Dataset,
  { isComparison = false }: LoadOptions,
): string[] {
  const tasks = taskNames.length;
  return taskNames.flatMap((name, task) => {
    const labels = targets.filter((label, index) => index % tasks === task && !Number.isNaN(label));
    if (labels.length === 0) return [`Target ${name} has no label at all; its metrics are undefined.`];
    if (labels.some((label) => label !== labels[0])) return [];
    const { labels: rule, columns } = findTask(taskType);
    const label = columns.label(labels[0]!, classes?.[task]);
    const { single, undefinedOfSingle = 'its metric' } = rule;
    const follows = isComparison ? `${undefinedOfSingle} is undefined there` : 'nothing can be learned from it';
    return [`Target ${name} has ${single} only (${label}); ${follows}.`];
  });
}

function noRows(file: string): DataError {
  return new DataError({
    code: 'table-empty',
    what: 'the table has a header and no rows',
    where: file,
    advice: `At least one molecule is needed, ten for the usual split. If the first line is a molecule: ${setting('data.header', false)}.`,
  });
}

function noMolecules(file: string): DataError {
  return new DataError({
    code: 'no-molecules',
    what: 'no row holds a molecule that can be used',
    where: file,
    advice: 'See rejects.csv.',
  });
}

function noLabels(file: string, names: readonly string[]): DataError {
  return new DataError({
    code: 'no-labels',
    path: ['data', 'targetColumns'],
    what: `no molecule has a label in ${names.join(', ')}`,
    where: file,
    advice: `Choose other ${setting('data.targetColumns')}.`,
  });
}
