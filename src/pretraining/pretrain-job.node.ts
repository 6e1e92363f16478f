/** A whole pre-training, in the thread that computes. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { openRunFolder } from '../runs/index.node.ts';
import { type PretrainConfig, runFiles } from '../runs/index.ts';
import { openJob, type RunJob } from '../training/index.node.ts';
import type { PretrainEvent, PretrainResult } from './pretrain-events.ts';
import { runPretraining } from './run-pretraining.node.ts';

await loadInheritedPlugins();

export async function runJob(job: RunJob<PretrainConfig>, context: JobContext<PretrainEvent>): Promise<PretrainResult> {
  const { folder, mode } = job;
  const opened = await openJob(job, context);
  const corpusFolder = `${folder}-corpus`;
  const destination = { open: () => openRunFolder(folder, { mode }), resume: mode === 'resume' };
  try {
    return await runPretraining({ ...opened, corpusFolder }, destination, context);
  } catch (error) {
    const isOfRun = existsSync(join(folder, runFiles.run));
    if (context.signal.aborted && !isOfRun && existsSync(corpusFolder)) {
      context.onEvent({ kind: 'corpus-kept', folder: corpusFolder });
      throw error;
    }
    // It belongs to a run: without one nobody would look for it, or know what it is.
    if (!isOfRun) await rm(corpusFolder, { recursive: true, force: true });
    throw error;
  }
}
