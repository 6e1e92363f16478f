/** CPU seconds of this process and of the processes it started that have ended; undefined where the kernel does not tell them. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const ticks = 100;

export function cpuSecondsSoFar(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // Behind the name of the command, which may hold blanks: user, system, and both of children that have been waited for.
    const numbers = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
      .map(Number);
    return numbers.reduce((sum, value) => sum + value, 0) / ticks;
  } catch {
    return undefined;
  }
}
