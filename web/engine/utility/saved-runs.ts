/** Runs of this and earlier visits, for a list: newest first. */
import {
  comparableMean,
  type MetricValue,
  metricFor,
  parseRunFile,
  requireTraining,
  runFiles,
  sortedJson,
  type TaskType,
  type TrainingRunFile,
} from '../../../src/index.web.ts';
import type { FoundMetric, SavedRun, TrainConfig } from '../protocol.ts';
import type { RunDatabase, StoredRunRecord } from '../storage/run-database.ts';
import { lockedRuns } from '../storage/run-lock.ts';
import { whyStuck } from '../storage/why-stuck.ts';

export async function savedRuns(database: RunDatabase): Promise<SavedRun[]> {
  const isBusy = await lockedRuns();
  const records = (await database.list()).sort((a, b) => b.created - a.created);
  return Promise.all(records.map((record) => savedRun(database, record, isBusy)));
}

export async function savedRun(
  database: RunDatabase,
  record: StoredRunRecord,
  isBusy: (id: string) => boolean,
): Promise<SavedRun> {
  const { id, title, from, created, config, data, finished } = record;
  return {
    id,
    title,
    from,
    created,
    config,
    data,
    found: finished ? await foundOf(database, id) : undefined,
    status: finished ? 'finished' : 'unfinished',
    busy: isBusy(id),
    stuck: whyStuck(record),
    epochsDone: (await database.epochs(id)).length,
    epochs: config.training.epochs,
    sizeBytes: await database.sizeOf(id),
  };
}

/** Undefined for a run whose run.json cannot be read: opening it says why. */
async function foundOf(database: RunDatabase, id: string): Promise<SavedRun['found']> {
  const bytes = await database.readFile(id, runFiles.run);
  if (!bytes) return undefined;
  try {
    const run = requireTraining(parseRunFile(new TextDecoder().decode(bytes), runFiles.run), id);
    const { data, model, result, split } = run;
    const [first] = Object.entries(result?.test ?? {});
    const metric = first && foundMetric(data.taskType, ...first);
    return {
      tasks: data.tasks,
      taskType: data.taskType,
      model: model.name,
      settings: model.settings,
      metric,
      tested: split.parts.find(({ part }) => part === 'test')?.molecules ?? 0,
      experiment: experimentOf(run),
    };
  } catch {
    return undefined;
  }
}

/** A metric of a plugin is not known here. */
function foundMetric(taskType: TaskType, name: string, found: MetricValue): FoundMetric | undefined {
  const value = comparableMean(found);
  if (value === null) return undefined;
  const isStandardized = found.standardized !== undefined && { isStandardized: true as const };
  return { name, direction: metricFor(taskType, name).direction, value, ...isStandardized };
}

/** Table and configuration without the seed of the training, and without the machine. */
function experimentOf({ data, config }: TrainingRunFile): string {
  const { training, machine: _machine, data: read, ...rest } = config as unknown as TrainConfig;
  const { paths: _paths, ...reading } = read;
  const { seed: _seed, ...alike } = training;
  // Settings that a run got from its defaults stand elsewhere than those that were given to the next.
  return sortedJson([Object.values(data.checksums), data.tasks, reading, alike, rest]);
}
