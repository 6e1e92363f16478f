/** The worker's side of run-in-worker.node.ts: imports the module it is told and runs its exported function. */
import { parentPort, workerData } from 'node:worker_threads';
import type { JobDescription, JobFunction, JobMessage } from './job.ts';
import { packError } from './transferred-error.ts';

const { moduleUrl, exportName, job, abortFlag }: JobDescription = workerData;
const port = parentPort!;
const send = (message: JobMessage): void => port.postMessage(message);

/**
 * A signal that looks at shared memory whenever it is asked. A message alone would not do: a job whose awaits are all of
 * finished promises never lets its thread read messages.
 */
function watchedSignal(): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const aborted = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')!.get!;
  Object.defineProperty(signal, 'aborted', {
    get: () => {
      if (!aborted.call(signal) && Atomics.load(abortFlag, 0) === 1) controller.abort();
      return aborted.call(signal);
    },
  });
  // For those that listen instead of asking.
  port.once('message', () => controller.abort());
  return signal;
}

try {
  const module: Record<string, JobFunction<unknown, unknown, unknown>> = await import(moduleUrl);
  const run = module[exportName];
  if (typeof run !== 'function') throw new TypeError(`${moduleUrl} exports no function ${exportName}`);
  const onEvent = (event: unknown): void => send({ kind: 'event', event });
  send({ kind: 'result', result: await run(job, { onEvent, signal: watchedSignal() }) });
} catch (error) {
  send({ kind: 'error', error: packError(error) });
} finally {
  port.close();
}
