/**
 * Trains the cells of a comparison, several processes at a time. What is finished already is left as it is, what was interrupted is continued; a process
 * that dies gets a second chance, and a run that fails is told and does not stop the others.
 */
import { join } from 'node:path';
import { PeerEndedError } from '../platform/index.ts';
import type { Cell } from './cell.ts';
import { runInProcess } from './cell-process.node.ts';
import { type CellState, cellState } from './cell-state.node.ts';

/** Folder of the run folders, inside the comparison's. */
const runsFolder = 'runs';

export type CellOutcome =
  | { readonly status: 'finished'; readonly seconds: number }
  | { readonly status: 'interrupted' }
  | { readonly status: 'failed'; readonly error: unknown };

export interface CellsProgress {
  readonly cells: number;
  readonly finished: number;
  readonly failed: number;
  /** Of the whole comparison, parts of running trainings counted. */
  readonly share: number;
  /** Undefined until something has been trained. */
  readonly secondsLeft: number | undefined;
}

export interface RunCellsOptions {
  readonly folder: string;
  /** Trainings at a time. */
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEnd?: (cell: Cell, outcome: CellOutcome, progress: CellsProgress) => void;
  readonly onProgress?: (progress: CellsProgress) => void;
}

export async function runCells(cells: readonly Cell[], options: RunCellsOptions): Promise<Map<string, CellOutcome>> {
  const outcomes = new Map<string, CellOutcome>();
  const states = new Map<string, CellState>();
  // All of them first: a folder that is in the way should not be met after hours.
  for (const cell of cells) states.set(cell.name, await cellState(cell, folderOf(cell, options.folder)));
  const waiting = cells.filter(({ name }) => states.get(name) !== 'finished');
  const progress = new ProgressCounter(cells.length, cells.length - waiting.length);

  const work = async (): Promise<void> => {
    for (let cell = waiting.shift(); cell && !options.signal?.aborted; cell = waiting.shift()) {
      const { name } = cell;
      const outcome = await runCell(cell, states.get(name)!, options, (share) => {
        progress.set(name, share);
        options.onProgress?.(progress.read());
      });
      outcomes.set(name, outcome);
      progress.end(name, outcome);
      options.onEnd?.(cell, outcome, progress.read());
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, waiting.length) }, work));
  return outcomes;
}

export function folderOf(cell: Cell, folder: string): string {
  return join(folder, runsFolder, cell.name);
}

/** A dead process gets a second chance; what it throws itself it would throw again. */
async function runCell(
  cell: Cell,
  state: CellState,
  { folder, signal }: RunCellsOptions,
  onProgress: (share: number) => void,
): Promise<CellOutcome> {
  const start = performance.now();
  const where = folderOf(cell, folder);
  let resume = state === 'interrupted';
  for (let chances = 2; ; chances--) {
    try {
      const { config, baseline } = cell;
      const status = await runInProcess({ config, folder: where, resume, baseline }, { onEvent: onProgress, signal });
      return status === 'finished' ? { status, seconds: (performance.now() - start) / 1000 } : { status };
    } catch (error) {
      const died = error instanceof PeerEndedError;
      if (signal?.aborted && (died || error === signal.reason)) return { status: 'interrupted' };
      if (!died || chances === 1) return { status: 'failed', error };
      resume = (await cellState(cell, where)) === 'interrupted';
    }
  }
}

class ProgressCounter {
  readonly #cells: number;
  readonly #before: number;
  readonly #start = performance.now();
  readonly #shares = new Map<string, number>();
  #finished = 0;
  #failed = 0;

  constructor(cells: number, before: number) {
    this.#cells = cells;
    this.#before = before;
  }

  set(name: string, share: number): void {
    this.#shares.set(name, share);
  }

  end(name: string, { status }: CellOutcome): void {
    this.#shares.set(name, 1);
    if (status === 'finished') this.#finished++;
    if (status === 'failed') this.#failed++;
  }

  read(): CellsProgress {
    const trained = [...this.#shares.values()].reduce((sum, share) => sum + share, 0);
    const seconds = (performance.now() - this.#start) / 1000;
    const left = this.#cells - this.#before - trained;
    return {
      cells: this.#cells,
      finished: this.#before + this.#finished,
      failed: this.#failed,
      share: (this.#before + trained) / this.#cells,
      secondsLeft: trained > 0 ? (seconds * left) / trained : undefined,
    };
  }
}
