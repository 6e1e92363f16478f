/** One training by the command line as a user would start it, in a process of low priority, with the CPU seconds that it took. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuRecords, recordingCpu } from './cpu-seconds.ts';

const commandLine = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/** What a training printed, and what it cost; or why it failed. */
export type TrainingOutcome =
  | { readonly status: 'finished'; readonly measured: Measured; readonly cpuSeconds: number }
  | { readonly status: 'failed'; readonly error: string };

interface Measured {
  readonly metric: string;
  /** By name, of the best validation epoch. */
  readonly validation: Readonly<Record<string, number>>;
  readonly test: Readonly<Record<string, number>>;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly parameters: number;
  readonly reports: readonly PrintedEpoch[];
}

interface PrintedEpoch {
  readonly validation: Readonly<Record<string, { readonly mean: number; readonly perTask: readonly number[] }>>;
  readonly rawValidation?: Readonly<Record<string, { readonly mean: number }>>;
}

/**
 * args: of the command line, without where the run is stored; it is deleted after onTrained was given its folder.
 * Throws if the signal aborted the training; one that fails by itself is an outcome.
 */
export async function trainInProcess(
  args: readonly string[],
  signal: AbortSignal,
  onTrained: (run: string) => Promise<void> = async () => {},
): Promise<TrainingOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-training-'));
  const cpuLog = join(folder, 'cpu-seconds');
  try {
    const all = [commandLine, ...args, '--output-dir', join(folder, 'run')];
    const env = recordingCpu(cpuLog);
    const child = spawn(process.execPath, all, { env, stdio: ['ignore', 'pipe', 'pipe'], signal });
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    const { exitCode, output, errors } = await ended(child);
    if (exitCode !== 0) return { status: 'failed', error: errors.trim().split('\n').at(-1) ?? '' };
    await onTrained(join(folder, 'run'));
    const cpuSeconds = Math.round(cpuRecords(cpuLog).reduce((sum, { own }) => sum + own, 0) * 10) / 10;
    return { status: 'finished', measured: measuredIn(output), cpuSeconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The last commit that changed what a training computes, for records of runs; GRAPHSAM_CODE gives it where the history is not at
 * hand (a copy without .git).
 */
export function codeVersion(): string {
  if (process.env.GRAPHSAM_CODE) return process.env.GRAPHSAM_CODE;
  const paths = ['src', 'package.json', 'package-lock.json'];
  return execFileSync('git', ['log', '-1', '--format=%h', '--', ...paths], { encoding: 'utf8' }).trim();
}

function ended(child: ChildProcess): Promise<{ exitCode: number | null; output: string; errors: string }> {
  let output = '';
  let errors = '';
  child.stdout!.on('data', (text) => (output += text));
  child.stderr!.on('data', (text) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      if (signal) reject(new Error(`a training was ended by ${signal}`));
      else resolve({ exitCode, output, errors });
    });
  });
}

/** output: one JSON object a line. */
function measuredIn(output: string): Measured {
  const events = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { parameters } = events.find(({ kind }) => kind === 'model');
  const [{ validation, test, epochs, bestEpoch }] = events.findLast(({ kind }) => kind === 'result').runs;
  const [metric] = Object.keys(validation) as [string];
  const reports = events.filter(({ kind }) => kind === 'epoch') as PrintedEpoch[];
  return { metric, validation, test, epochs, bestEpoch, parameters, reports };
}
