/** Runs a command that prints a duration a line, until it has printed enough. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { RunError } from '../src/base/errors.ts';

/** Last lines of the command's errors that are shown when it fails. */
const errorLinesShown = 5;

/**
 * The first `count` numbers that the command prints on lines of their own, or fewer if it ends before. With enough of them it is
 * ended, with everything it started: what runs on would slow down what is measured next.
 * Throws RunError if it fails before, or prints no number at all.
 */
export async function timesPrintedBy(command: string, count: number): Promise<number[]> {
  // A process group of its own, so that the shell and its children can be ended together.
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const times: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const number = readDuration(line);
    if (number === undefined) continue;
    times.push(number);
    if (times.length === count) break;
  }
  const isEnough = times.length === count;
  if (isEnough) endGroup(child);
  const [code] = await ended;
  if ((!isEnough && code !== 0) || times.length === 0) {
    const said = errors.slice(-errorLinesShown).join('\n');
    throw new RunError({
      what: `"${command}" ended with code ${code} after ${times.length} of ${count} durations${said && `, saying: ${said}`}`,
      advice: 'It has to print the milliseconds of each step, one number a line.',
    });
  }
  return times;
}

function readDuration(line: string): number | undefined {
  const text = line.trim();
  const number = Number(text);
  return text !== '' && Number.isFinite(number) && number > 0 ? number : undefined;
}

function endGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-pid!, 'SIGTERM');
  } catch (error) {
    // It may have ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
