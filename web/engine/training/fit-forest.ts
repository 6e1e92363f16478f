/** A random forest on fingerprints and descriptors, fitted to the training set of a finished run: what a network has to beat. */
import {
  fitBeside,
  metricsOf,
  parseRunFile,
  predictionsCsv,
  requireTraining,
  runFiles,
  sortedJson,
  type TrainingRunFile,
} from '../../../src/index.web.ts';
import type { TestEvaluation } from '../protocol.ts';
import { readForest, writeForest } from '../storage/forest-file.ts';
import { recordOf } from '../storage/record-of.ts';
import type { RunDatabase } from '../storage/run-database.ts';
import { runResults } from '../storage/run-results.ts';
import { openContext } from './train-run.ts';

/** Fits it unless it is there, and evaluates the run beside it. Throws RunError for a run whose table is not here, CheckpointError for one that was deleted. */
export async function fitForest(database: RunDatabase, id: string): Promise<TestEvaluation> {
  if (!(await readForest(database, id)))
    await writeForest(database, id, (await twinForest(database, id)) ?? (await fit(database, id)));
  return (await runResults(database, id)).testEvaluation;
}

async function fit(database: RunDatabase, id: string): Promise<{ seconds: number; predictions: string }> {
  const record = await recordOf(database, id);
  const start = performance.now();
  const context = await openContext(record);
  const { dataset, splits } = context.data;
  const { split } = splits[0]!;
  const options = { name: 'descriptor-forest', seed: record.config.split.seed ?? 0 };
  const { testPredictions } = fitBeside(context, split, {
    ...options,
    metrics: metricsOf(dataset.taskType, record.config.training),
  });
  return {
    seconds: (performance.now() - start) / 1000,
    predictions: predictionsCsv(dataset, split.test, testPredictions),
  };
}

/** The forest of another run with the same table, read and split alike: two trainings to be compared need one. */
async function twinForest(database: RunDatabase, id: string): ReturnType<typeof readForest> {
  const own = await whatForestsSee(database, id);
  for (const record of await database.list()) {
    const forest = record.id === id ? undefined : await readForest(database, record.id);
    if (forest && (await whatForestsSee(database, record.id)) === own) return forest;
  }
  return undefined;
}

async function whatForestsSee(database: RunDatabase, id: string): Promise<string> {
  const bytes = await database.readFile(id, runFiles.run);
  if (!bytes) return id;
  const { data, split, config }: TrainingRunFile = requireTraining(
    parseRunFile(new TextDecoder().decode(bytes), runFiles.run),
    id,
  );
  return sortedJson([data.checksums, data.tasks, split, config.data, config.split]);
}
