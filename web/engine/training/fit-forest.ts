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
import type { Judgment } from '../protocol.ts';
import { readForest, writeForest } from '../storage/forest-file.ts';
import { recordOf } from '../storage/record-of.ts';
import { runResults } from '../storage/run-results.ts';
import type { RunShelf } from '../storage/run-shelf.ts';
import { openContext } from './train-run.ts';

/** Fits it unless it is there, and judges the run beside it. Throws RunError for a run whose table is not here, CheckpointError for one that was deleted. */
export async function fitForest(shelf: RunShelf, id: string): Promise<Judgment> {
  if (!(await readForest(shelf, id)))
    await writeForest(shelf, id, (await twinForest(shelf, id)) ?? (await fit(shelf, id)));
  return (await runResults(shelf, id)).judgment;
}

async function fit(shelf: RunShelf, id: string): Promise<{ seconds: number; predictions: string }> {
  const record = await recordOf(shelf, id);
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
async function twinForest(shelf: RunShelf, id: string): ReturnType<typeof readForest> {
  const own = await whatForestsSee(shelf, id);
  for (const record of await shelf.list()) {
    const forest = record.id === id ? undefined : await readForest(shelf, record.id);
    if (forest && (await whatForestsSee(shelf, record.id)) === own) return forest;
  }
  return undefined;
}

async function whatForestsSee(shelf: RunShelf, id: string): Promise<string> {
  const bytes = await shelf.readFile(id, runFiles.run);
  if (!bytes) return id;
  const { data, split, config }: TrainingRunFile = requireTraining(
    parseRunFile(new TextDecoder().decode(bytes), runFiles.run),
    id,
  );
  return sortedJson([data.checksums, data.tasks, split, config.data, config.split]);
}
