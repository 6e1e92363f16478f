/** A whole run, in the thread that computes: data and model once, then a training for every split. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { openFoldsFolder, openRunFolder, readRun } from '../runs/index.node.ts';
import {
  type FinishedRun,
  foldsFile,
  type InterruptedRun,
  type RunDestination,
  type RunEvent,
  runFiles,
  type TrainConfig,
  type TrainRunResult,
} from '../runs/index.ts';
import { readInitialSource } from './init-source.node.ts';
import type { InitialSource } from './initial-weights.ts';
import { openJob, type RunJob } from './open-job.node.ts';
import { openRunContext } from './run-context.ts';
import { shareOfTime } from './share-of-time.ts';
import { trainFold } from './train-fold.ts';

await loadInheritedPlugins();

export interface TrainJob extends RunJob<TrainConfig> {
  /** Trains this split only, from 0, in the folder itself. Default: all, each in a folder of its own if there are several. */
  readonly onlyFold?: number | undefined;
  /** Milliseconds since 1970 at which training is to be over; splits share the time. */
  readonly deadline?: number | undefined;
}

export async function runJob(job: TrainJob, jobContext: JobContext<RunEvent>): Promise<TrainRunResult> {
  const { folder, mode, shared, onlyFold } = job;
  const { config, source, machine } = await openJob(job, jobContext);
  const context = await openRunContext(config, source, machine, jobContext.onEvent);
  jobContext.signal.throwIfAborted();
  const { initFrom } = context.config.training;
  const splits = onlyFold === undefined ? context.data.splits : [context.data.splits[onlyFold]!];
  let read: Promise<InitialSource> | undefined;
  // Once for all splits: each copies what it takes.
  const initialSource = (from: string): Promise<InitialSource> => (read ??= readInitialSource(from));
  const runs: (FinishedRun | InterruptedRun)[] = [];
  const folds = splits.length === 1 ? undefined : foldsFile(splits.length, context.config);
  const lock = folds && (await openFoldsFolder(folder, folds, { mode, shared }));
  try {
    for (const [index, split] of splits.entries()) {
      const where = folds ? join(folder, `fold_${index}`) : folder;
      const foldMode = modeOf(job, where);
      const kept = foldMode === 'resume' ? await keptResult(where) : undefined;
      if (kept) {
        runs.push(kept);
        continue;
      }
      const open = (): Promise<RunDestination> =>
        openRunFolder(where, { mode: foldMode, shared: folds ? false : shared });
      const destination = { open, resume: foldMode === 'resume', fold: index + 1 };
      // A checkpoint holds all weights: who continues it does not need the other run any more.
      const isFresh = foldMode !== 'resume' || !existsSync(join(where, runFiles.checkpoint));
      const initial = initFrom !== undefined && isFresh ? await initialSource(initFrom) : undefined;
      const deadline = shareOfTime(job.deadline, splits.length - index);
      const outcome = await trainFold({ ...context, initial, deadline }, split, destination, jobContext);
      runs.push(outcome);
      if (outcome.status === 'interrupted') break;
    }
  } finally {
    await lock?.release();
  }
  return { status: runs.at(-1)!.status, folder, runs };
}

/** The result of a finished run whose checkpoint was dropped: it cannot be found again. */
async function keptResult(folder: string): Promise<FinishedRun | undefined> {
  if (existsSync(join(folder, runFiles.checkpoint))) return undefined;
  const run = await readRun(folder);
  return run.kind === 'training' && run.result ? { status: 'finished', folder, ...run.result } : undefined;
}

/** A fold that an interrupted run never came to begins now. */
function modeOf({ mode }: TrainJob, where: string): TrainJob['mode'] {
  return mode === 'resume' && !existsSync(join(where, runFiles.run)) ? 'new' : mode;
}
