/**
 * Trains the cells of a comparison, several processes at a time, beside any number of others that do the same in the same folder, on this
 * machine or on others. Each is looked at right before its turn: what is finished is left as it is, what was interrupted is continued, what
 * is in other hands waits. A run that fails is reported and does not stop the others, unless the machine is what fails: a disk that is full.
 */
import { setTimeout } from 'node:timers/promises';
import { leaseTimes, sharedSignal } from '../platform/index.node.ts';
import type { Cell } from './cell.ts';
import type { ExecuteJob } from './cell-process.node.ts';
import { CellQueue } from './cell-queue.ts';
import { finishedCell } from './cell-state.node.ts';
import { type CellsProgress, ProgressCounter } from './cells-progress.ts';
import { isOfThisMachine } from './of-this-machine.ts';
import { type CellOutcome, folderOf, runCell } from './run-cell.node.ts';

export interface RunCellsOptions {
  readonly folder: string;
  /** Trainings at a time. */
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  /** Where trainings run. Default: processes of this machine. */
  readonly execute?: ExecuteJob | undefined;
  readonly onEnd?: (cell: Cell, outcome: CellOutcome, progress: CellsProgress) => void;
  readonly onProgress?: (progress: CellsProgress) => void;
  /** All that are left are in other hands, and it waits for them. */
  readonly onWait?: (progress: CellsProgress) => void;
}

/** Between two looks at what others have in hand: as often as they give signs of life, but not more than every five seconds. */
function pauseMs(): number {
  const longest = Math.min(5000, leaseTimes().touchMs);
  // Not all at once, where many wait.
  return longest * (0.5 + Math.random() / 2);
}

/** Classical models take seconds: what they say is there while the networks train. */
function cheapFirst(cells: readonly Cell[]): Cell[] {
  const isCheap = ({ baseline }: Cell): boolean => baseline !== undefined;
  return [...cells.filter(isCheap), ...cells.filter((cell) => !isCheap(cell))];
}

/**
 * Throws ConfigError before anything is trained if a folder holds a run of other settings; the MachineError of a run that this machine
 * refuses, after the others in hand have ended: they would meet it, too.
 */
export async function runCells(cells: readonly Cell[], options: RunCellsOptions): Promise<Map<string, CellOutcome>> {
  const { folder, execute } = options;
  const refused = new AbortController();
  const signal = sharedSignal(refused.signal, options.signal);
  const outcomes = new Map<string, CellOutcome>();
  const waiting: Cell[] = [];
  // All of them first: a folder that is in the way should not be met after hours.
  for (const cell of cells) if (!(await finishedCell(cell, folderOf(cell, folder)))) waiting.push(cell);
  const queue = new CellQueue(cheapFirst(waiting));
  const progress = new ProgressCounter(cells.length, cells.length - waiting.length);
  const tell = (cell: Cell, share: number): void => {
    progress.set(cell.name, share);
    options.onProgress?.(progress.read());
  };

  const work = async (): Promise<void> => {
    for (let cell = queue.take(); cell && !signal.aborted; cell = queue.take()) {
      const { name } = cell;
      const current = cell;
      const outcome = await runCell(cell, { folder, signal, execute, onProgress: (share) => tell(current, share) });
      if (outcome.status === 'held') {
        progress.drop(name);
        if (!queue.putBack(cell)) continue;
        options.onWait?.(progress.read());
        await setTimeout(pauseMs(), undefined, { signal }).catch(() => {});
        continue;
      }
      if (outcome.status === 'failed' && isOfThisMachine(outcome.error)) return refused.abort(outcome.error);
      queue.moved();
      if (outcome.status === 'finished' && outcome.seconds === undefined) progress.finishedElsewhere(name);
      else progress.end(name, outcome.status);
      outcomes.set(name, outcome);
      options.onEnd?.(cell, outcome, progress.read());
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, waiting.length) }, work));
  if (refused.signal.aborted) throw refused.signal.reason;
  return outcomes;
}
