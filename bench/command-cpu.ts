/** `graphsam` as a process of its own, and the processor time that it took. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuRecords, recordingCpu } from '../scripts/shared/cpu-seconds.ts';
import { packageRoot } from '../src/platform/index.node.ts';

const cli = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

/** Seconds of the command and of the processes that it started, loading included. Throws if it fails. */
export async function cpuSecondsOf(args: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-cpu-'));
  try {
    const log = join(folder, 'log');
    const child = spawn(process.execPath, [cli, ...args], {
      env: recordingCpu(log),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`graphsam ${args[0]} ended with ${code}`);
    return cpuRecords(log).reduce((sum, { own }) => sum + own, 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
