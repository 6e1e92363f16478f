/** predictions.csv and validation-predictions.csv: a part of a run, what was measured beside what was predicted. */
import { csvLine, type Dataset } from '../data/index.ts';
import type { Predictions } from '../metrics/index.ts';
import { findTask, predictionNames } from '../tasks/index.ts';

/** In front of a label, by its bound -1, 0 or 1. */
const limits = ['<', '', '>'] as const;

/**
 * rows: positions in the data set; predictions: of these rows.
 * Columns: row (of the table, from 0), line (of the file), smiles, and for each target its label (empty if missing, with < or > if a limit) and
 * `<target>_prediction` (for classification the probability of class 1; of several classes the most probable, and behind it a column
 * `<target>_<class>` with the probability of each). Of models that say deviations, behind all that a column `<target>_unc` for each target.
 * deviations: [rows, tasks], NaN (an empty cell) where it is not known; undefined: the model says none.
 */
export function predictionsCsv(
  dataset: Dataset,
  rows: readonly number[],
  predictions: Predictions,
  deviations?: ArrayLike<number>,
): string {
  const { taskNames, taskType, targets, bounds, tableRows, lines, smiles, classes } = dataset;
  const task = findTask(taskType);
  const values = task.toFinal(predictions);
  const labels = taskNames.flatMap((name, at) => [
    name,
    ...predictionNames(name, task.columns.suffixes(classes?.[at])),
  ]);
  const tasks = taskNames.length;
  const deviationsOf = (index: number): string[] =>
    deviations ? taskNames.map((_, at) => numberText(deviations[index * tasks + at]!)) : [];
  const body = rows.map((row, index) => [
    String(tableRows[row]),
    String(lines[row]),
    smiles[row]!,
    ...taskNames.flatMap((_, at) => {
      const label = targets[row * taskNames.length + at]!;
      const limit = limits[(bounds?.[row * taskNames.length + at] ?? 0) + 1]!;
      const text = Number.isNaN(label) ? '' : `${limit}${task.columns.label(label, classes?.[at])}`;
      return [text, ...task.columns.cells(values.of(index, at), classes?.[at], String)];
    }),
    ...deviationsOf(index),
  ]);
  return [['row', 'line', 'smiles', ...labels, ...(deviations ? taskNames.map((name) => `${name}_unc`) : [])], ...body]
    .map((cells) => `${csvLine(cells)}\n`)
    .join('');
}

const numberText = (value: number): string => (Number.isNaN(value) ? '' : String(value));
