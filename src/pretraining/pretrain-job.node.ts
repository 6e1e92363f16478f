/** A whole pre-training, in the thread that computes. */
import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { openRunFolder } from '../runs/index.node.ts';
import type { PretrainConfig } from '../runs/index.ts';
import { openJob, type RunJob } from '../training/index.node.ts';
import type { PretrainEvent, PretrainResult } from './pretrain-events.ts';
import { runPretraining } from './run-pretraining.node.ts';

await loadInheritedPlugins();

export async function runJob(job: RunJob<PretrainConfig>, context: JobContext<PretrainEvent>): Promise<PretrainResult> {
  const { folder, mode } = job;
  const opened = await openJob(job, context);
  const input = { ...opened, corpusFolder: `${folder}-corpus` };
  return runPretraining(input, { open: () => openRunFolder(folder, { mode }), resume: mode === 'resume' }, context);
}
