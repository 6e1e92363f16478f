/** predictions.csv: the test part of a run, what was measured beside what was predicted. */
import { csvLine, type Dataset } from '../data/index.ts';
import type { ScoreKind } from '../metrics/index.ts';
import { probabilities } from './evaluate.ts';

/**
 * rows: positions in the data set; predictions: [rows, tasks], original units, or for classification what `scores` says: logits,
 * as the trainer gives them, or probabilities.
 * Columns: row (of the table, from 0), line (of the file), smiles, and for each task its label (empty if missing) and
 * `<task>_prediction` (for classification the probability of class 1).
 */
export function testPredictionsCsv(
  dataset: Dataset,
  rows: readonly number[],
  predictions: Float64Array,
  scores: ScoreKind = 'logit',
): string {
  const { taskNames, taskType, targets, tableRows, lines, smiles } = dataset;
  const tasks = taskNames.length;
  const values = taskType === 'classification' && scores === 'logit' ? probabilities(predictions) : predictions;
  const header = ['row', 'line', 'smiles', ...taskNames.flatMap((task) => [task, `${task}_prediction`])];
  const body = rows.map((row, place) => [
    String(tableRows[row]),
    String(lines[row]),
    smiles[row]!,
    ...taskNames.flatMap((_, task) => {
      const label = targets[row * tasks + task]!;
      return [Number.isNaN(label) ? '' : String(label), String(values[place * tasks + task])];
    }),
  ]);
  return [header, ...body].map((cells) => `${csvLine(cells)}\n`).join('');
}
