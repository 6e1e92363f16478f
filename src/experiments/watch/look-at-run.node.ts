/** What can be seen of one run from outside: its files, its lock, and why it failed. Nothing in the folder is changed. */
import { basename } from 'node:path';
import { CheckpointError } from '../../base/index.ts';
import { isLocked } from '../../platform/index.node.ts';
import { foldFolders, readEpochs, readFoldsFile, readRun, runProgress } from '../../runs/index.node.ts';
import { readFailure } from './failure-file.node.ts';
import type { RunState, WatchedRun } from './status.ts';

/** epochs: as planned, where nothing in the folder says how many. */
export async function lookAtRun(folder: string, epochs?: number): Promise<WatchedRun> {
  const name = basename(folder);
  const failure = await readFailure(folder);
  try {
    const found = await epochsIn(folder);
    const state = await stateOf(folder, failure !== undefined);
    const reason = state === 'failed' && failure ? [failure.where, failure.what].filter(Boolean).join(': ') : undefined;
    return { name, state, ...found, epochs: found.epochs ?? epochs, reason };
  } catch (error) {
    // Read while it was written, or damaged: the next look will know.
    const reason = failure?.what ?? (error instanceof Error ? error.message : String(error));
    return { name, state: (await isLocked(folder)) ? 'running' : 'failed', epoch: 0, epochs, seconds: 0, reason };
  }
}

async function stateOf(folder: string, hasFailed: boolean): Promise<RunState> {
  if ((await runProgress(folder)) === 'finished') return 'finished';
  if (await isLocked(folder)) return 'running';
  // It may have come to its end between the two looks.
  if ((await runProgress(folder)) === 'finished') return 'finished';
  return hasFailed ? 'failed' : 'waiting';
}

/** Of a run, or of all folds in a folder. */
async function epochsIn(folder: string): Promise<Pick<WatchedRun, 'epoch' | 'epochs' | 'seconds'>> {
  const folds = await readFoldsFile(folder);
  const each = await Promise.all(foldFolders(folder).map(epochsOfOne));
  const epochs = folds ? (epochsOf(folds.config) ?? 0) * folds.folds : each[0]!.epochs;
  const sum = (key: 'epoch' | 'seconds'): number => each.reduce((so, one) => so + one[key], 0);
  return { epoch: sum('epoch'), seconds: sum('seconds'), epochs: epochs || undefined };
}

async function epochsOfOne(folder: string): Promise<Pick<WatchedRun, 'epoch' | 'epochs' | 'seconds'>> {
  const run = await readRun(folder).catch((error: unknown) => {
    if (error instanceof CheckpointError && error.code === 'not-a-run') return undefined;
    throw error;
  });
  if (!run || run.kind === 'baseline') return { epoch: 0, seconds: 0 };
  const { config, status } = run;
  const reports = await readEpochs(folder);
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  // One that stopped early is whole.
  const epochs = status === 'finished' ? reports.length : epochsOf(config);
  return { epoch: reports.length, epochs, seconds };
}

function epochsOf(config: object): number | undefined {
  const epochs = (config as { training?: { epochs?: unknown } }).training?.epochs;
  return typeof epochs === 'number' ? epochs : undefined;
}
