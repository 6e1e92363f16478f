/** A training in a process of its own: a crash there, or memory that runs out, is one failed run and not the end of the comparison. */
import { setting } from '../base/index.ts';
import { type Client, type JobHooks, processClient } from '../platform/index.node.ts';
import type { CellJob } from './cell-job.node.ts';

const process = { who: 'its process', advice: `If memory ran out, take fewer ${setting('run.jobs')}.` };

/**
 * Trains a cell wherever it likes: in a process of this machine, or on another one that sees the same folder. The signal asks to stop; then
 * everything is saved, and it answers `interrupted`. It throws what the training throws.
 */
export type ExecuteJob = (job: CellJob, hooks: JobHooks<number>) => Promise<'finished' | 'interrupted'>;

/** Here, in a process of its own. Throws what the training throws; PeerEndedError if the process ends without an answer. */
export async function runInProcess(job: CellJob, hooks: JobHooks<number>): Promise<'finished' | 'interrupted'> {
  const client = openProcess();
  try {
    return await client.call('runJob', job, hooks);
  } finally {
    await client.close();
  }
}

/** The peak memory of a training that is left after its first epoch, in bytes. Throws as runInProcess does. */
export async function measureInProcess(job: CellJob, signal?: AbortSignal): Promise<number> {
  const client = openProcess();
  const afterFirstEpoch = new AbortController();
  const either = AbortSignal.any([afterFirstEpoch.signal, ...(signal ? [signal] : [])]);
  try {
    await client.call('runJob', job, { onEvent: () => afterFirstEpoch.abort(), signal: either });
    signal?.throwIfAborted();
    return await client.call('peakMemory', undefined, {});
  } finally {
    await client.close();
  }
}

function openProcess(): Client<typeof import('./cell-job.node.ts')> {
  const module = new URL('./cell-job.node.js', import.meta.url);
  return processClient<typeof import('./cell-job.node.ts')>(module, process);
}
