/** Training as one call: from a configuration to a run folder. The work is done in a thread of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setting } from '../base/index.ts';
import { defineJob } from '../platform/index.node.ts';
import { requirePlugins } from '../plugins/index.ts';
import { readFoldsFile, readRun } from '../runs/index.node.ts';
import {
  foldsFileName,
  parseTrainConfig,
  type RunEvent,
  type RunFile,
  requireTraining,
  runFiles,
  type TrainConfig,
  type TrainRunResult,
} from '../runs/index.ts';
import { type Backend, onDevice } from '../runtime/index.ts';
import { isEnsemble } from './ensemble/members.ts';

/** One model a split, whatever the configuration says of ensembles. */
const aloneJob = defineJob<typeof import('./train-job.node.ts')>(new URL('./train-job.node.js', import.meta.url));
const ensembleJob = defineJob<typeof import('./ensemble/ensemble-job.node.ts')>(
  new URL('./ensemble/ensemble-job.node.js', import.meta.url),
);

export const trainAlone: typeof aloneJob = (job, hooks) =>
  onDevice(job.backend ?? job.config.machine.backend, 'a training', () => aloneJob(job, hooks));
const trainJob: typeof aloneJob = (job, hooks) =>
  onDevice(job.backend ?? job.config.machine.backend, 'a training', () =>
    (isEnsemble(job.config) ? ensembleJob : aloneJob)(job, hooks),
  );

export interface RunHooks {
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting finishes the present batch, saves everything and ends with status `interrupted`; before the data are read: throws its reason. */
  readonly signal?: AbortSignal;
}

export interface RunOutput {
  /** The run folder; with several folds, the folder that holds one a fold. */
  readonly folder: string;
  /** Replace an earlier run in that folder. Default false. */
  readonly overwrite?: boolean;
  /** Other processes work in the same folders: one that went on since it was looked at is left alone (ConfigError). Default false. */
  readonly shared?: boolean | undefined;
  /** What executes. Default: the native package, WebAssembly where it is missing. */
  readonly backend?: Backend | undefined;
  /** Milliseconds since 1970: training ends before it, with fewer epochs or fewer members. Default: none. */
  readonly deadline?: number | undefined;
}

/**
 * Trains a model and leaves a run folder.
 * Throws ConfigError, DataError, MachineError before anything is trained; RunError if the loss ceases to be finite.
 */
export function trainRun(config: TrainConfig, output: RunOutput, hooks: RunHooks = {}): Promise<TrainRunResult> {
  const mode = output.overwrite ? 'overwrite' : 'new';
  const { folder, backend, shared, deadline } = output;
  return trainJob({ config, folder, mode, backend, shared, deadline }, hooks);
}

/**
 * Trains on one split of several, from 0, in the folder itself: the run of a fold without the others.
 * Throws what trainRun and resumeRun throw.
 */
export function trainFoldRun(
  config: TrainConfig,
  fold: number,
  { resume, folder, overwrite, shared, backend }: RunOutput & { readonly resume: boolean },
  hooks: RunHooks = {},
): Promise<TrainRunResult> {
  const mode = resume ? 'resume' : overwrite ? 'overwrite' : 'new';
  return trainAlone({ config, folder, mode, backend, shared, onlyFold: fold }, hooks);
}

/**
 * Continues an interrupted run where its checkpoint stands: the result is the same, bit for bit, as if it had never stopped.
 * A finished run gives its result again. Throws CheckpointError if the folder holds no run.
 */
export async function resumeRun(
  folder: string,
  hooks: RunHooks = {},
  { config, shared, deadline }: ResumeOptions = {},
): Promise<TrainRunResult> {
  const saved = config ?? (await savedTraining(folder));
  return trainJob({ config: saved, folder, mode: 'resume', shared, deadline }, hooks);
}

export interface ResumeOptions extends Pick<RunOutput, 'shared' | 'deadline'> {
  /** The run's own, with its tables where they lie now. Default: as the run has it. */
  readonly config?: TrainConfig;
}

/** The first run of a folder; undefined if its first fold has not begun. */
export async function firstRun(folder: string): Promise<RunFile | undefined> {
  const first = existsSync(join(folder, 'fold_0', runFiles.run)) ? join(folder, 'fold_0') : folder;
  return existsSync(join(first, runFiles.run)) ? readRun(first) : undefined;
}

/** The configuration of a training that a folder holds, itself or in folds. Throws CheckpointError if it holds none. */
export async function savedTraining(folder: string): Promise<TrainConfig> {
  const folds = await readFoldsFile(folder);
  requirePlugins(folds?.plugins, folder);
  if (folds) return parseTrainConfig(folds.config, join(folder, foldsFileName));
  const first = existsSync(join(folder, 'fold_0', runFiles.run)) ? join(folder, 'fold_0') : folder;
  const run = await readRun(first);
  requirePlugins(run.plugins, folder);
  const advice =
    run.kind === 'pretraining'
      ? `Continue it with graphsam pretrain ${setting('run.resume', folder)}, or train on labels from it with ${setting('training.initFrom', folder)}.`
      : undefined;
  return parseTrainConfig(requireTraining(run, folder, advice).config, join(first, runFiles.run));
}
