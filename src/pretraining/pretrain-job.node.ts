/** A whole pre-training, in the thread that computes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { besideFolder } from '../platform/index.node.ts';
import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { openRunFolder } from '../runs/index.node.ts';
import { type PretrainConfig, runFiles } from '../runs/index.ts';
import { openJob, type RunJob } from '../training/index.node.ts';
import { ShardFolder } from './corpus/shard-folder.node.ts';
import type { PretrainEvent, PretrainResult } from './pretrain-events.ts';
import { runPretraining } from './run-pretraining.node.ts';

await loadInheritedPlugins();

export async function runJob(job: RunJob<PretrainConfig>, context: JobContext<PretrainEvent>): Promise<PretrainResult> {
  const { folder, mode } = job;
  const opened = await openJob(job, context);
  const corpusFolder = besideFolder(folder, '-corpus');
  const destination = { open: () => openRunFolder(folder, { mode }), resume: mode === 'resume' };
  try {
    return await runPretraining({ ...opened, corpusFolder }, destination, context);
  } catch (error) {
    if (!existsSync(join(folder, runFiles.run)) && existsSync(corpusFolder)) await leave(corpusFolder, context);
    throw error;
  }
}

/** A corpus without a run. Nobody would look for it, or know what it is, unless told: it stays for who interrupts, and is an hour of work at times. */
async function leave(corpusFolder: string, { signal, onEvent }: JobContext<PretrainEvent>): Promise<void> {
  if (signal.aborted) onEvent({ kind: 'corpus-kept', folder: corpusFolder });
  else await new ShardFolder(corpusFolder).remove();
}
