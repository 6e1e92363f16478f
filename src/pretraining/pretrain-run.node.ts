/** Pre-training as one call: from a configuration to a run folder. The work is done in a thread of its own. */
import { join } from 'node:path';
import { CheckpointError, setting } from '../base/index.ts';
import { defineJob } from '../platform/index.node.ts';
import { requirePlugins } from '../plugins/index.ts';
import { readRun } from '../runs/index.node.ts';
import { type PretrainConfig, parsePretrainConfig, runFiles } from '../runs/index.ts';
import { onDevice } from '../runtime/index.ts';
import type { RunOutput } from '../training/index.node.ts';
import type { PretrainEvent, PretrainResult } from './pretrain-events.ts';

const jobInThread = defineJob<typeof import('./pretrain-job.node.ts')>(
  new URL('./pretrain-job.node.js', import.meta.url),
);

const pretrainJob: typeof jobInThread = (job, hooks) =>
  onDevice(job.backend ?? job.config.machine.backend, 'a pre-training', () => jobInThread(job, hooks));

export interface PretrainHooks {
  readonly onEvent?: (event: PretrainEvent) => void;
  /** Aborting finishes the present batch, saves everything and ends with status `interrupted`. */
  readonly signal?: AbortSignal;
}

/**
 * Pre-trains an encoder on molecules without labels and leaves a run folder, from which `training.initFrom` starts.
 * Throws ConfigError, DataError, MachineError before anything is trained; RunError if the loss ceases to be finite.
 */
export function pretrainRun(
  config: PretrainConfig,
  output: RunOutput,
  hooks: PretrainHooks = {},
): Promise<PretrainResult> {
  const mode = output.overwrite ? 'overwrite' : 'new';
  return pretrainJob({ config, folder: output.folder, mode, backend: output.backend }, hooks);
}

/** As resumeRun, of a pre-training. Throws CheckpointError if the folder holds none. */
export async function resumePretraining(
  folder: string,
  hooks: PretrainHooks = {},
  { config }: { readonly config?: PretrainConfig } = {},
): Promise<PretrainResult> {
  return pretrainJob({ config: config ?? (await savedPretraining(folder)), folder, mode: 'resume' }, hooks);
}

/** The configuration of a pre-training that a folder holds. Throws CheckpointError if it holds none. */
export async function savedPretraining(folder: string): Promise<PretrainConfig> {
  const where = join(folder, runFiles.run);
  const run = await readRun(folder);
  requirePlugins(run.plugins, folder);
  if (run.kind === 'pretraining') return parsePretrainConfig(run.config, where);
  throw new CheckpointError({
    code: 'other-kind-of-run',
    what: 'the run in this folder is no pre-training',
    where: folder,
    advice: `Continue it with graphsam train ${setting('run.resume', folder)}.`,
  });
}
