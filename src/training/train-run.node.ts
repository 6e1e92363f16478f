/** Training as one call: from a configuration to a run folder. The work is done in a thread of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError, setting } from '../base/index.ts';
import { defineJob } from '../platform/index.node.ts';
import { type PluginRecord, requirePlugins } from '../plugins/index.ts';
import { readRun } from '../runs/index.node.ts';
import { parseTrainConfig, type RunEvent, runFiles, type TrainConfig, type TrainRunResult } from '../runs/index.ts';

const trainJob = defineJob<typeof import('./train-job.node.ts')>(new URL('./train-job.node.js', import.meta.url));

export interface RunHooks {
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting finishes the present batch, saves everything and ends with status `interrupted`. */
  readonly signal?: AbortSignal;
}

export interface RunOutput {
  /** The run folder; with several folds, the folder that holds one a fold. */
  readonly folder: string;
  /** Replace an earlier run in that folder. Default false. */
  readonly overwrite?: boolean;
  /** What executes. Default: the native package, WebAssembly where it is missing. */
  readonly backend?: 'native' | 'wasm' | undefined;
}

/**
 * Trains a model and leaves a run folder.
 * Throws ConfigError, DataError, MachineError before anything is trained; RunError if the loss ceases to be finite.
 */
export function trainRun(config: TrainConfig, output: RunOutput, hooks: RunHooks = {}): Promise<TrainRunResult> {
  const mode = output.overwrite ? 'overwrite' : 'new';
  return trainJob({ config, folder: output.folder, mode, backend: output.backend }, hooks);
}

/**
 * Continues an interrupted run where its checkpoint stands: the result is the same, bit for bit, as if it had never stopped.
 * A finished run gives its result again. Throws CheckpointError if the folder holds no run.
 */
export async function resumeRun(folder: string, hooks: RunHooks = {}): Promise<TrainRunResult> {
  return trainJob({ config: await savedTraining(folder), folder, mode: 'resume' }, hooks);
}

interface SavedRun {
  readonly config?: unknown;
  readonly kind?: unknown;
  readonly plugins?: readonly PluginRecord[];
}

/** The configuration of a training that a folder holds, itself or in folds. Throws CheckpointError if it holds none. */
export async function savedTraining(folder: string): Promise<TrainConfig> {
  const first = existsSync(join(folder, 'fold_0', runFiles.run)) ? join(folder, 'fold_0') : folder;
  const { config, kind, plugins } = (await readRun(first)) as SavedRun;
  requirePlugins(plugins, folder);
  const where = join(first, runFiles.run);
  if (kind === 'pretraining') {
    throw new CheckpointError({
      code: 'other-kind-of-run',
      what: 'the run in this folder is a pre-training',
      where: folder,
      advice: `Continue it with graphsam pretrain, or train on labels from it with ${setting('training.initFrom', folder)}.`,
    });
  }
  if (config !== undefined) return parseTrainConfig(config, where);
  throw new CheckpointError({ code: 'run-damaged', what: 'it holds no configuration', where, advice: 'Train again.' });
}
