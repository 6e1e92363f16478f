/** `graphsam` as a process of its own, and the processor time that it took. POSIX: a shell tells it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../src/platform/index.node.ts';

const cli = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

/** Seconds of the command and of the processes that it started, loading included. Throws if it fails. */
export async function cpuSecondsOf(args: readonly string[]): Promise<number> {
  const child = spawn('sh', ['-c', '"$@" >/dev/null || exit 1; times', 'sh', process.execPath, cli, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (piece) => {
    text += piece;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`graphsam ${args[0]} ended with ${code}`);
  const ofChildren = text.trim().split('\n').at(-1)!;
  return [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + 60 * +minutes! + +rest!,
    0,
  );
}
