/**
 * The side that asks: trainings go into the queue, and each is waited for. What counts is what lies in the run folder and in the queue,
 * looked at after every message and now and then without one; so a Redis that was restarted loses nothing even if it forgot everything.
 */
import type { Queue } from 'bullmq';
import { RunError } from '../../base/index.ts';
import { unpackError } from '../../platform/index.ts';
import type { ExecuteJob } from '../cell-process.node.ts';
import { Bell } from './bell.ts';
import { type Connected, connect, queueName } from './connect.node.ts';
import { goodbyeMs, withinMs } from './goodbye.node.ts';
import { onceUntil } from './once-until.ts';
import { jobId, type QueuedJob, type QueuedProgress, type QueuedResult, queuedJob } from './queued-job.node.ts';
import { download } from './upload.node.ts';

export interface QueueExecutor {
  readonly execute: ExecuteJob;
  /** How many workers are connected at this moment. */
  countWorkers(): Promise<number>;
  /** Returns whether Redis was notified: where it is out of reach, connections stay behind that only the end of the process ends. */
  close(): Promise<boolean>;
}

export interface QueueExecutorOptions {
  /** Redis is out of reach; it goes on waiting. Reported once until it answers again. */
  readonly onTrouble: (error: Error) => void;
}

type JobQueue = Queue<QueuedJob, QueuedResult>;

/** Between two looks at a job of which nothing is heard. */
const lookMs = 5000;
/** Finished and failed jobs can be seen in the queue for a day. */
const kept = { age: 24 * 3600 };

/** Throws ConfigError and MachineError as connect does. */
export async function openQueueExecutor(url: string, { onTrouble }: QueueExecutorOptions): Promise<QueueExecutor> {
  const trouble = onceUntil(onTrouble);
  const connected = await connect(url, trouble.tell);
  const { packages, options, redis } = connected;
  const queue: JobQueue = new packages.Queue(queueName, options);
  const events = new packages.QueueEvents(queueName, options);
  queue.on('error', trouble.tell);
  events.on('error', trouble.tell);
  redis.on('ready', trouble.over);
  const waiting = new Map<string, { readonly bell: Bell; readonly onEvent: ((share: number) => void) | undefined }>();
  const ring = ({ jobId: id }: { readonly jobId: string }): void => waiting.get(id)?.bell.ring();
  events.on('completed', ring);
  events.on('failed', ring);
  events.on('progress', ({ jobId: id, data }) => {
    if (typeof data === 'number') waiting.get(id)?.onEvent?.(data);
  });
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
  return {
    execute: async (asked, { onEvent, signal }) => {
      const job = queuedJob(asked);
      const id = jobId(job);
      const bell = new Bell();
      waiting.set(id, { bell, onEvent });
      signal?.addEventListener('abort', bell.ring);
      try {
        return await unlessGone(waitFor({ connected, queue, job, id, bell, signal }), signal);
      } finally {
        waiting.delete(id);
        signal?.removeEventListener('abort', bell.ring);
      }
    },
    countWorkers: () => queue.getWorkersCount(),
    close: async () => {
      const isTold = await withinMs(trouble.isTold() ? 0 : goodbyeMs, Promise.all([queue.close(), events.close()]));
      redis.disconnect();
      return isTold;
    },
  };
}

/** A stop waits for Redis at most this long; out of reach, what is in the queue stays there. */
async function unlessGone<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T | 'interrupted'> {
  const asked = new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([waited, asked]);
  return (await withinMs(goodbyeMs, waited)) ? waited : 'interrupted';
}

interface Waited {
  readonly connected: Connected;
  readonly queue: JobQueue;
  readonly job: QueuedJob;
  readonly id: string;
  readonly bell: Bell;
  readonly signal: AbortSignal | undefined;
}

async function waitFor({ connected, queue, job, id, bell, signal }: Waited): Promise<'finished' | 'interrupted'> {
  // What an earlier call has left under this name is over: the folder was looked at, and is not finished.
  if (['completed', 'failed'].includes(await queue.getJobState(id))) await queue.remove(id);
  for (;;) {
    if (signal?.aborted) {
      // One that a worker has in hand cannot be taken away, and goes on there.
      await queue.remove(id);
      return 'interrupted';
    }
    // In this order: of a job that ends in between, the result is not missed.
    const state = await queue.getJobState(id);
    const found = state === 'unknown' ? undefined : await queue.getJob(id);
    if (found && found.data.settings !== job.settings) await replaceOther(queue, id, bell);
    else if (state === 'completed') {
      const result = found?.returnvalue as QueuedResult | undefined;
      const isHere = result && (!result.uploaded || (await download(connected.redis, id, job.folder)));
      if (isHere) return result.status;
      await queue.remove(id);
    } else if (state === 'failed') throw failureOf(found, job);
    else if (state === 'unknown')
      await queue.add(job.baseline ?? 'training', job, { jobId: id, removeOnComplete: kept, removeOnFail: kept });
    else await bell.wait(lookMs);
  }
}

/** A job of an asker that was killed, or whose settings were others; one that a worker has in hand is waited for. */
async function replaceOther(queue: JobQueue, id: string, bell: Bell): Promise<void> {
  const isRemoved = (await queue.remove(id)) === 1;
  if (!isRemoved) await bell.wait(lookMs);
}

function failureOf(found: Awaited<ReturnType<JobQueue['getJob']>>, { folder }: QueuedJob): Error {
  const progress = found?.progress as QueuedProgress | undefined;
  if (typeof progress === 'object' && 'error' in progress) return unpackError(progress.error);
  return new RunError({
    code: 'worker-died',
    what: `the queue gave it up: ${found?.failedReason ?? 'no reason is known'}`,
    where: folder,
    advice: 'Workers that end in the middle lack memory, most often: give them fewer jobs at a time.',
  });
}
