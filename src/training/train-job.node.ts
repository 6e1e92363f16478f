/** A whole run, in the thread that computes: data and model once, then a training for every split. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { openFoldsFolder, openRunFolder, requireEmptyFolder } from '../runs/index.node.ts';
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
import type { Backend } from '../runtime/index.ts';
import { withAbsolutePaths } from './absolute-paths.node.ts';
import { openDataSource } from './data-source.node.ts';
import { readInitialSource } from './init-source.node.ts';
import { openMachine } from './job-machine.node.ts';
import { openRunContext } from './run-context.ts';
import type { RunContext } from './run-facts.ts';
import { trainSplit } from './train-split.ts';

await loadInheritedPlugins();

export interface TrainJob {
  readonly config: TrainConfig;
  readonly folder: string;
  readonly mode: 'new' | 'overwrite' | 'resume';
  readonly backend?: Backend | undefined;
}

export async function run(job: TrainJob, jobContext: JobContext<RunEvent>): Promise<TrainRunResult> {
  const { folder, mode } = job;
  // Before anything is read: who named the wrong folder should not wait for the data.
  if (mode === 'new') await requireEmptyFolder(folder);
  const context = await openContext(job, jobContext);
  const { initFrom } = context.config.training;
  const { splits } = context.data;
  const runs: (FinishedRun | InterruptedRun)[] = [];
  const folds = splits.length === 1 ? undefined : foldsFile(splits.length, context.config);
  const lock = folds && (await openFoldsFolder(folder, folds, { mode }));
  try {
    for (const [index, split] of splits.entries()) {
      const place = folds ? join(folder, `fold_${index}`) : folder;
      const placeMode = modeOf(job, place);
      const open = (): Promise<RunDestination> => openRunFolder(place, { mode: placeMode });
      const splitPlace = { open, resume: placeMode === 'resume', fold: index + 1 };
      // A checkpoint holds all weights: who continues it does not need the other run any more.
      const isFresh = placeMode !== 'resume' || !existsSync(join(place, runFiles.checkpoint));
      const initial = initFrom !== undefined && isFresh ? await readInitialSource(initFrom) : undefined;
      const outcome = await trainSplit({ ...context, initial }, split, splitPlace, jobContext);
      runs.push(outcome);
      if (outcome.status === 'interrupted') break;
    }
  } finally {
    await lock?.release();
  }
  return { status: runs.at(-1)!.status, folder, runs };
}

async function openContext({ config, backend }: TrainJob, { onEvent }: JobContext<RunEvent>): Promise<RunContext> {
  const onFallback = (message: string): void => onEvent({ kind: 'warning', message });
  const source = await openDataSource(config);
  const machine = await openMachine({ ...config.machine, backend: backend ?? config.machine.backend }, onFallback);
  return openRunContext(withAbsolutePaths(config), source, machine, onEvent);
}

/** A fold that an interrupted run never came to begins now. */
function modeOf({ mode }: TrainJob, place: string): TrainJob['mode'] {
  return mode === 'resume' && !existsSync(join(place, runFiles.run)) ? 'new' : mode;
}
