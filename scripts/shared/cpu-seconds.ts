/**
 * Processor time, which means the same on a busy machine: of this process so far, and of processes that write theirs down when they end.
 * That of children is told by Linux only.
 */
import { readFileSync } from 'node:fs';

export interface CpuSeconds {
  /** Of the process itself, all its threads. */
  readonly own: number;
  /** Of the processes it started that have ended; undefined where the system does not say. */
  readonly children: number | undefined;
}

/** What a process leaves in a log: see cpu-at-exit.ts. */
export interface CpuRecord extends CpuSeconds {
  /** Command of graphsam; empty for any other process. */
  readonly command: string;
}

/** Linux counts in hundredths of a second. */
const ticks = 100;

export function cpuSecondsSoFar(): CpuSeconds {
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1e6, children: secondsOfChildren() };
}

function secondsOfChildren(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // After the name of the command, which may hold blanks; user and system follow those of the process itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / ticks;
  } catch {
    return undefined;
  }
}

/** The environment of a process that appends its record to the log when it ends, as do the processes that it starts. */
export function recordingCpu(log: string): NodeJS.ProcessEnv {
  const preload = `--import=${new URL('./cpu-at-exit.js', import.meta.url).href}`;
  const { NODE_OPTIONS = '' } = process.env;
  return { ...process.env, NODE_OPTIONS: `${NODE_OPTIONS} ${preload}`.trim(), GRAPHSAM_CPU_LOG: log };
}

/** In the order in which the processes ended: the one that was started comes last. */
export function cpuRecords(log: string): CpuRecord[] {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as CpuRecord);
}
