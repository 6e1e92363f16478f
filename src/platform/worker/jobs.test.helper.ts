/** Jobs for testing the worker. */
import { ConfigError, RunError } from '../../base/errors.ts';
import type { JobContext } from './job.ts';

export async function run(
  { numbers }: { numbers: Float32Array },
  { onEvent }: JobContext<number>,
): Promise<{ total: number; doubled: Float32Array }> {
  let total = 0;
  for (const number of numbers) onEvent((total += number));
  return { total, doubled: numbers.map((number) => 2 * number) };
}

/** Computes without ever letting its thread rest. */
export async function block({ milliseconds }: { milliseconds: number }): Promise<string> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return 'done';
}

/** Steps that never leave the queue of finished promises, as those of a synchronous runtime. */
export async function untilAborted(_job: unknown, { signal, onEvent }: JobContext<string>): Promise<number> {
  onEvent('started');
  let steps = 0;
  while (!signal.aborted) {
    await Promise.resolve();
    steps++;
  }
  return steps;
}

export async function listen(_job: unknown, { signal, onEvent }: JobContext<string>): Promise<string> {
  onEvent('started');
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return 'heard';
}

export async function fail({ how }: { how: string }): Promise<void> {
  if (how === 'config') {
    throw new ConfigError({
      what: 'rho is -1',
      where: '--rho',
      advice: 'Give 0 or more.',
      cause: new TypeError('inner'),
    });
  }
  if (how === 'run') throw new RunError('the loss is NaN');
  if (how === 'text') throw 'only a text';
  if (how === 'exit') process.exit(3);
  throw Object.assign(new RangeError('too far'), { code: 'E_FAR' });
}
