/** Ctrl-C: the first asks the work to stop where it is whole, the second stops at once. */
import { exitCodes } from './exit-code.ts';
import type { Output } from './output.ts';

/** SIGHUP: the terminal was closed, or a session ended. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * What a second signal leaves the work to end by itself, which a batch later it has. A process that exits while a thread computes
 * inside the runtime is aborted by it, with a message of its own and without our exit code.
 */
const graceMs = 1000;

function exitAtOnce(): never {
  process.exit(exitCodes.interrupted);
}

/** Work that an interruption ended, with nothing to show for it. */
export class Interrupted extends Error {}

/**
 * Runs `work` with a signal that the first Ctrl-C (or a polite kill) sets; `promise` says what then happens, as things stand by then.
 * Throws Interrupted if it gives up.
 */
export async function interruptible<T>(
  output: Output,
  promise: string | (() => string),
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) return void setTimeout(exitAtOnce, graceMs).unref();
    output.clearProgress();
    const promised = typeof promise === 'string' ? promise : promise();
    process.stderr.write(`interrupted: ${promised}; once more stops at once\n`);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted && error === controller.signal.reason
      ? new Interrupted('nothing was written')
      : error;
  } finally {
    // After the first signal the second means the same until the process has ended.
    if (!controller.signal.aborted) for (const signal of signals) process.off(signal, onSignal);
  }
}
