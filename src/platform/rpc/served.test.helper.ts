/** Functions for testing channels: every kind of channel serves these. */
import { setTimeout } from 'node:timers/promises';
import { ConfigError, RunError } from '../../base/errors.ts';
import type { CallContext } from './protocol.ts';

export function double(numbers: Float32Array): Float32Array {
  return numbers.map((number) => 2 * number);
}

/** The later asked, the sooner answered: answers come in another order than calls. */
export async function answerLate({ index, of }: { index: number; of: number }): Promise<number> {
  await setTimeout(10 * (1 - index / of));
  return index;
}

export async function run(
  { numbers }: { numbers: Float32Array },
  { onEvent }: CallContext<number>,
): Promise<{ total: number }> {
  let total = 0;
  for (const number of numbers) {
    await Promise.resolve();
    onEvent((total += number));
  }
  return { total };
}

export function setVariable([name, value]: [string, string]): void {
  process.env[name] = value;
}

/** Hands over its memory; then has none. */
export function give(length: number, { transfer }: CallContext<never>): Float32Array {
  given = new Float32Array(length).fill(1);
  transfer(given.buffer as ArrayBuffer);
  return given;
}

let given: Float32Array | undefined;

export function leftOfGiven(): number {
  return given!.length;
}

/** Steps that never leave the queue of finished promises, as those of a synchronous runtime. */
export async function stepUntilAborted(
  how: 'ask' | 'throw',
  { signal, onEvent }: CallContext<string>,
): Promise<number> {
  onEvent('started');
  for (let steps = 0; ; steps++) {
    await Promise.resolve();
    if (how === 'throw') signal.throwIfAborted();
    else if (signal.aborted) return steps;
  }
}

export async function listen(how: 'answer' | 'throw', { signal, onEvent }: CallContext<string>): Promise<string> {
  onEvent('started');
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {}, 1000);
      signal.addEventListener('abort', () => {
        clearInterval(timer);
        resolve();
      });
    });
  }
  if (how === 'throw') throw signal.reason;
  return 'heard';
}

export async function fail(how: 'config' | 'run' | 'text' | 'foreign' | 'uncopyable' | 'disguised'): Promise<unknown> {
  switch (how) {
    case 'config': {
      const cause = new TypeError('inner');
      throw new ConfigError({ what: 'rho is -1', where: '--rho', advice: 'Give 0 or more.', cause });
    }
    case 'run':
      throw new RunError('the loss is NaN');
    case 'text':
      throw 'only a text';
    case 'uncopyable':
      return () => {};
    case 'disguised':
      throw Object.assign(new Error('a name that every object inherits'), { name: 'constructor' });
    default:
      throw Object.assign(new RangeError('too far'), { code: 'E_FAR' });
  }
}

export function die(how: 'exit' | 'kill'): Promise<never> {
  console.error('first of two lines\nthe last words');
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  process.exit(3);
}
