/** What a finished run found, read from its files: the same for one that was trained here and one that came as a folder. */
import {
  CheckpointError,
  findTask,
  parseRunFile,
  parseTrainConfig,
  readTestTable,
  requireTraining,
  runFiles,
} from '../../../src/index.web.ts';
import type { RunResults } from '../protocol.ts';
import { evaluateTest } from './evaluate-test.ts';
import { fittedForest } from './forest-file.ts';
import type { RunDatabase } from './run-database.ts';
import { testRows } from './test-rows.ts';

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
    testEvaluation: evaluateTest(table, facts, await fittedForest(database, id, data, table)),
    test: testRows(table, findTask(taskType)),
    errorTitle: findTask(taskType).words.errorTitle(tasks),
    rejects: rejected,
    warnings,
  };
}

function missing(what: string): CheckpointError {
  return new CheckpointError({ what, advice: 'Train it to its end.' });
}
