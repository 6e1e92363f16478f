/** A training in a process of its own: a crash there, or memory that runs out, is one failed run and not the end of the comparison. */
import { setting } from '../base/index.ts';
import { type JobHooks, processClient } from '../platform/index.node.ts';
import type { CellJob } from './cell-job.node.ts';

const process = { who: 'its process', advice: `If memory ran out, take fewer ${setting('run.jobs')}.` };

/** Throws what the training throws; PeerEndedError if the process ends without an answer. */
export async function runInProcess(job: CellJob, hooks: JobHooks<number>): Promise<'finished' | 'interrupted'> {
  const module = new URL('./cell-job.node.js', import.meta.url);
  const client = processClient<typeof import('./cell-job.node.ts')>(module, process);
  try {
    return await client.call('runJob', job, hooks);
  } finally {
    await client.close();
  }
}
