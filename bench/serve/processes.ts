/** `graphsam predict` and `graphsam serve` as processes of their own, and the processor time that they take. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/index.node.ts';
import { cpuSecondsOf } from '../command-cpu.ts';

const cli = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

/** Predicts a table; the processor time in seconds, start and loading included. Throws if the command fails. */
export function predictTable(model: string, table: string, output: string): Promise<number> {
  return cpuSecondsOf(['predict', model, table, '-o', output, '--overwrite', '--quiet']);
}

export interface ServiceProcess {
  readonly url: string;
  /** Processor time since its start, in seconds, and memory that is resident, in MB. */
  used(): Promise<{ readonly cpuSeconds: number; readonly memoryMb: number }>;
  /** SIGTERM; the exit status. */
  stop(): Promise<number | null>;
}

export async function startService(model: string, options: readonly string[]): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [cli, 'serve', model, '--port', '0', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('graphsam serve ended')));
    // Read to the end: a service whose log nobody reads is another case.
    child.stdout.on('data', (piece) => {
      if (text.includes('"kind":"start"')) return;
      text += piece;
      const start = text.split('\n').find((line) => line.includes('"kind":"start"') && line.endsWith('}'));
      if (start) resolve((JSON.parse(start) as { url: string }).url);
    });
  });
  return {
    url,
    used: () => usedBy(url),
    stop: async () => {
      child.kill('SIGTERM');
      return (await ended)[0] as number | null;
    },
  };
}

async function usedBy(url: string): Promise<{ cpuSeconds: number; memoryMb: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)![1]);
  return {
    cpuSeconds: figure('process_cpu_seconds_total'),
    memoryMb: figure('process_resident_memory_bytes') / 1e6,
  };
}
