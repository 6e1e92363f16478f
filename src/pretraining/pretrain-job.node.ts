/** A whole pre-training, in the thread that computes. */

import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { openRunFolder, requireEmptyFolder } from '../runs/index.node.ts';
import type { PretrainConfig } from '../runs/index.ts';
import type { Backend } from '../runtime/index.ts';
import { openDataSource, openMachine, withAbsolutePaths } from '../training/index.node.ts';
import type { PretrainEvent, PretrainResult } from './pretrain-events.ts';
import { runPretraining } from './run-pretraining.ts';

await loadInheritedPlugins();

export interface PretrainJob {
  readonly config: PretrainConfig;
  readonly folder: string;
  readonly mode: 'new' | 'overwrite' | 'resume';
  readonly backend?: Backend | undefined;
}

export async function run(job: PretrainJob, context: JobContext<PretrainEvent>): Promise<PretrainResult> {
  const { folder, mode, config } = job;
  // Before anything is read: who named the wrong folder should not wait for the data.
  if (mode === 'new') await requireEmptyFolder(folder);
  const onWarning = (message: string): void => context.onEvent({ kind: 'warning', message });
  const machine = await openMachine({ ...config.machine, backend: job.backend ?? config.machine.backend }, onWarning);
  const source = await openDataSource({ data: config.data });
  const place = { open: () => openRunFolder(folder, { mode }), resume: mode === 'resume' };
  return runPretraining(withAbsolutePaths(config), source, machine, place, context);
}
