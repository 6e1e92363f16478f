/**
 * Jobs: functions that run in a thread of their own. onnxruntime-node computes on the thread that calls it: without this a training would
 * leave no time for a progress bar, a signal from the keyboard or a server's requests.
 */
import { setting } from '../../base/index.ts';
import type { CallContext, EventOf, Handler, InputOf, ResultOf } from './protocol.ts';
import { threadClient } from './worker-clients.node.ts';

export interface JobHooks<Event> {
  /** Called in this thread, in order. What it throws ends the job. */
  readonly onEvent?: ((event: Event) => void) | undefined;
  /** Passed on to the job, which decides what to do about it. */
  readonly signal?: AbortSignal | undefined;
}

/** A module with a job: `runJob(job, { onEvent, signal })`. */
export interface JobModule {
  readonly runJob: Handler;
}

/** The job, called from another thread. */
export type Job<Run> = (job: InputOf<Run>, hooks?: JobHooks<EventOf<Run>>) => Promise<ResultOf<Run>>;

/**
 * The function `runJob` of a module, in a thread of its own for each call. Job, events and result are copied: plain data or typed arrays.
 * No import names the module, but its type does, so that compiler, reader and a search for dead code find the way:
 *
 *     const train = defineJob<typeof import('./train-job.node.ts')>(new URL('./train-job.node.js', import.meta.url));
 *     const result = await train(job, { onEvent: showProgress, signal });
 *
 * It throws what `runJob` throws, of the same class, and the signal's reason where `runJob` throws that; PeerEndedError if the thread ends without an
 * answer (out of memory, process.exit).
 */
export function defineJob<Module extends JobModule>(url: URL): Job<Module['runJob']> {
  return (job, hooks = {}) => runInThread(url, job, hooks as JobHooks<unknown>) as ReturnType<Job<Module['runJob']>>;
}

async function runInThread(url: URL, job: unknown, hooks: JobHooks<unknown>): Promise<unknown> {
  const client = threadClient<{ runJob(job: unknown, context: CallContext<unknown>): unknown }>(url, {
    who: 'the worker thread',
    advice: `If memory ran out, take a smaller ${setting('training.batchSize')} or model.`,
  });
  try {
    return await client.call('runJob', job, hooks);
  } finally {
    await client.close();
  }
}
