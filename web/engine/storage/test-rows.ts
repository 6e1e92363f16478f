/** Rows of predictions.csv for the page, with how far off each is, by the measure of the report. */
import { errorOfMolecules, type TaskDefinition, type TestTable, taskErrors } from '../../../src/index.web.ts';
import type { TestRow } from '../protocol.ts';

export function testRows(table: TestTable, definition: TaskDefinition): TestRow[] {
  const errorsOf = taskErrors(table.tasks, definition);
  const means = errorOfMolecules(table, definition);
  return table.smiles.map((smiles, row) => {
    const labels = table.tasks.map((task) => task.labels[row]!);
    const predictions = table.tasks.map((task) => Array.from(task.predictions[row]!));
    const shown = table.tasks.map(({ classes }, task) => ({
      measured: Number.isNaN(labels[task]!) ? '' : definition.columns.label(labels[task]!, classes),
      predicted: definition.columns.cells(predictions[task]!, classes, String)[0]!,
    }));
    return {
      line: Number(table.lines[row]),
      smiles,
      labels,
      predictions,
      shown,
      errors: errorsOf(row),
      error: means[row]!,
    };
  });
}
