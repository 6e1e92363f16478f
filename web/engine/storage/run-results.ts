/** What a finished run found, read from its files: the same for one that was trained here and one that came as a folder. */
import {
  CheckpointError,
  findTask,
  parseRunFile,
  parseTrainConfig,
  readTestTable,
  requireTraining,
  runFiles,
  type TestTable,
  type TrainingRunFile,
} from '../../../src/index.web.ts';
import type { RunResults, TestRow } from '../protocol.ts';
import { fittedForest } from './forest-file.ts';
import { judgeTest } from './judge-test.ts';
import type { RunDatabase } from './run-database.ts';

/** Throws CheckpointError if the run is not there, not finished, or damaged. */
export async function runResults(database: RunDatabase, id: string): Promise<RunResults> {
  const record = await database.get(id);
  const run = await database.readFile(id, runFiles.run);
  const predictions = await database.readFile(id, runFiles.predictions);
  if (!record || !run) throw missing('this run is not in the browser');
  const facts = requireTraining(parseRunFile(new TextDecoder().decode(run), runFiles.run), record.title);
  const { config, data, model, split, result } = facts;
  if (!result || !predictions) throw missing('this run is not finished');
  const { tasks, taskType, classes, rejected, warnings } = data;
  const table = await readTestTable(new TextDecoder().decode(predictions), data, runFiles.predictions);
  return {
    id,
    title: record.title,
    from: record.from,
    data: record.data,
    config: parseTrainConfig(config, runFiles.run),
    taskType,
    tasks,
    classes,
    parameters: model.parameters,
    split,
    epochs: await database.epochs(id),
    result: { status: 'finished', folder: record.title, ...result },
    judgment: judgeTest(table, facts, await fittedForest(database, id, data, table)),
    test: testRows(table, data),
    rejects: rejected,
    warnings,
  };
}

function missing(what: string): CheckpointError {
  return new CheckpointError({ what, advice: 'Train it to its end.' });
}

/** Rows of predictions.csv, with how far off each is. */
function testRows(table: TestTable, targets: TrainingRunFile['data']): TestRow[] {
  const { columns, report } = findTask(targets.taskType);
  const scales = table.tasks.map(({ labels }) => (report.scalesErrors ? deviation([...labels]) : 1));
  return table.smiles.map((smiles, row) => {
    const labels = table.tasks.map((task) => task.labels[row]!);
    const predictions = table.tasks.map((task) => Array.from(task.predictions[row]!));
    const shown = table.tasks.map(({ classes }, task) => ({
      measured: Number.isNaN(labels[task]!) ? '' : columns.label(labels[task]!, classes),
      predicted: columns.cells(predictions[task]!, classes, String)[0]!,
    }));
    const errors = labels.map((label, task) =>
      Number.isNaN(label) ? Number.NaN : report.error(label, predictions[task]!),
    );
    const line = Number(table.lines[row]);
    return { line, smiles, labels, predictions, shown, errors, error: meanError(errors, scales) };
  });
}

function meanError(errors: readonly number[], scales: readonly number[]): number {
  const scaled = errors.map((error, task) => error / scales[task]!).filter((error) => !Number.isNaN(error));
  return scaled.length === 0 ? 0 : scaled.reduce((sum, error) => sum + error, 0) / scaled.length;
}

/** Population deviation of what is there; 1 where all values are one. */
function deviation(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
  return Math.sqrt(variance) || 1;
}
