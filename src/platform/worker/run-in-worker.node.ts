/**
 * Runs any exported async function in a thread of its own. onnxruntime-node computes on the thread that calls it: without this
 * a training would leave no time for a progress bar, a signal from the keyboard or a server's requests.
 */
import { Worker } from 'node:worker_threads';
import { RunError } from '../../base/index.ts';
import type { JobDescription, JobMessage } from './job.ts';
import { unpackError } from './transferred-error.ts';

export interface RunInWorkerOptions<Event> {
  /** Name of the function that the module exports. Default `run`. */
  readonly exportName?: string;
  /** Called in this thread, in order. */
  readonly onEvent?: (event: Event) => void;
  /** Passed on to the job, which decides what to do about it. */
  readonly signal?: AbortSignal;
}

/**
 * Calls `run(job, { onEvent, signal })` of the module in a worker and returns what it returns. Job, events and result are
 * copied, so they are plain data or typed arrays.
 *
 *     const result = await runInWorker<Job, TrainingEvent, Outcome>(new URL('../../train/worker/train-job.node.js', import.meta.url), job, {
 *       onEvent: showProgress, signal,
 *     });
 *
 * Throws what the job throws, of the same class; RunError if the thread ends without an answer (out of memory, process.exit).
 */
export async function runInWorker<Job, Event, Result>(
  moduleUrl: URL | string,
  job: Job,
  { exportName = 'run', onEvent, signal }: RunInWorkerOptions<Event> = {},
): Promise<Result> {
  const abortFlag = new Int32Array(new SharedArrayBuffer(4));
  const workerData: JobDescription = { moduleUrl: String(moduleUrl), exportName, job, abortFlag };
  const worker = new Worker(new URL('./job-worker.node.js', import.meta.url), { workerData });
  const abort = (): void => {
    Atomics.store(abortFlag, 0, 1);
    worker.postMessage('abort');
  };
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    return await answerOf<Event, Result>(worker, abort, onEvent);
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

/** A listener that throws ends the job, but only where the job can end: a thread that is terminated inside the runtime takes the whole process with it. */
function answerOf<Event, Result>(worker: Worker, abort: () => void, onEvent?: (event: Event) => void): Promise<Result> {
  let failure: { readonly error: unknown } | undefined;
  return new Promise((resolve, reject) => {
    worker.on('message', (message: JobMessage) => {
      if (message.kind !== 'event' && failure) return reject(failure.error);
      if (message.kind === 'result') return resolve(message.result as Result);
      if (message.kind === 'error') return reject(unpackError(message.error));
      if (failure) return;
      try {
        onEvent?.(message.event as Event);
      } catch (error) {
        failure = { error };
        abort();
      }
    });
    worker.on('error', (cause) => reject(endedEarly(cause.message, cause)));
    worker.on('messageerror', (cause) => reject(endedEarly('its answer cannot be copied', cause)));
    worker.on('exit', (code) => reject(endedEarly(`it ended with code ${code} and gave no answer`)));
  });
}

function endedEarly(what: string, cause?: unknown): RunError {
  return new RunError({
    what: `the worker thread failed: ${what}`,
    advice: 'If memory ran out, take a smaller --batch-size or model.',
    cause,
  });
}
