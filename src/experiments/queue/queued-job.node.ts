/** What is in the queue: a training as its configuration and the folder where its run goes, and what becomes of it. */
import { createHash } from 'node:crypto';
import type { TransferredError } from '../../platform/index.ts';
import type { CellJob } from '../cell-job.node.ts';

/** Whether it is to be continued is seen in the folder, when a worker comes to it. */
export type QueuedJob = Omit<CellJob, 'resume'>;

export interface QueuedResult {
  readonly status: 'finished' | 'interrupted';
  /** Set if the run folder waits in Redis for the one who asked. */
  readonly uploaded?: boolean;
}

/** The part that is done, from 0 to 1; at last, of a failed training, its error. */
export type QueuedProgress = number | { readonly error: TransferredError };

/** The same for the same work, so that work that is asked for twice is done once. */
export function jobId({ folder, fold, untilEpoch }: QueuedJob): string {
  return createHash('sha256')
    .update(JSON.stringify([folder, fold, untilEpoch]))
    .digest('hex')
    .slice(0, 32);
}
