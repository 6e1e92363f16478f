/** One training of a comparison, from a look at its folder to its outcome. */
import { join } from 'node:path';
import { GraphsamError } from '../base/index.ts';
import { PeerEndedError } from '../platform/index.ts';
import type { Cell, CellContent } from './cell.ts';
import { type ExecuteJob, runInProcess } from './cell-process.node.ts';
import { cellState } from './cell-state.node.ts';
import { forgetFailure, writeFailure } from './watch/failure-file.node.ts';

/** Folder of the run folders, inside the comparison's. */
export const runsFolder = 'runs';

export function folderOf(cell: Pick<Cell, 'name'>, folder: string): string {
  return join(folder, runsFolder, cell.name);
}

export type CellOutcome =
  /** Without seconds: another process has trained it. */
  | { readonly status: 'finished'; readonly seconds?: number }
  | { readonly status: 'interrupted' }
  | { readonly status: 'failed'; readonly error: unknown };

export interface RunCellOptions {
  /** Of the comparison. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with the part that is done, from 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Default: a process of this machine. */
  readonly execute?: ExecuteJob | undefined;
  /** Stops after so many epochs of a training that has more. Default: its end. */
  readonly untilEpoch?: number | undefined;
}

/** Another process has it: it worked in the folder when it was to be locked, or went on there in the meantime. */
const otherHands: readonly string[] = ['folder-in-use', 'lock-lost', 'run-went-on'];

type SomeOutcome = CellOutcome | { readonly status: 'held' };

/** Trains a cell in its folder of a comparison, as runCellIn does. */
export function runCell(cell: Cell, { folder, ...options }: RunCellOptions): Promise<SomeOutcome> {
  return runCellIn(folderOf(cell, folder), cell, options);
}

/**
 * Trains a cell, or continues its training, unless it is finished or another process works on it: `held`. A process that dies gets a second
 * chance; what it throws itself it would throw again. where: the run folder.
 */
export async function runCellIn(
  where: string,
  cell: CellContent,
  { signal, onProgress, execute = runInProcess, untilEpoch }: Omit<RunCellOptions, 'folder'>,
): Promise<SomeOutcome> {
  const start = performance.now();
  for (let chances = 2; ; chances--) {
    try {
      const state = await cellState(cell, where);
      if (state === 'held' || state === 'finished') return { status: state };
      await forgetFailure(where);
      const { config, baseline, fold } = cell;
      const job = { config, folder: where, resume: state === 'interrupted', baseline, fold, untilEpoch };
      const status = await execute(job, { onEvent: onProgress, signal });
      return status === 'finished' ? { status, seconds: (performance.now() - start) / 1000 } : { status };
    } catch (error) {
      const died = error instanceof PeerEndedError;
      if (signal?.aborted && (died || error === signal.reason)) return { status: 'interrupted' };
      if (error instanceof GraphsamError && otherHands.includes(error.code)) return { status: 'held' };
      if (died && chances > 1) continue;
      await writeFailure(where, error);
      return { status: 'failed', error };
    }
  }
}
