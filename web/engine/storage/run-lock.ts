/** One tab at a time trains a run: a lock that the browser gives back when the tab ends, however it ends. */
import { RunError } from '../../../src/index.web.ts';

const lockName = (id: string): string => `graphsam run ${id}`;

/** A training that this tab has just ended gives its run back within this time. */
export const endingMs = 2000;

/**
 * Gives the function that unlocks. Throws RunError if another tab has the run, and still has it after `waitMs`. Without https there are no locks,
 * and no refusals.
 */
export function lockRun(id: string, waitMs?: number): Promise<() => void> {
  if (!navigator.locks) return Promise.resolve(() => {});
  const options = waitMs === undefined ? { ifAvailable: true } : { signal: AbortSignal.timeout(waitMs) };
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise((unlock) => resolve(unlock));
      reject(heldElsewhere());
      return undefined;
    };
    navigator.locks
      .request(lockName(id), options, hold)
      .catch((error) => reject(options.signal?.aborted ? heldElsewhere() : error));
  });
}

function heldElsewhere(): RunError {
  const advice = 'Close that tab, or stop the training there.';
  return new RunError({ what: 'another tab of this browser trains this run', advice });
}

/** Runs that some tab of this browser trains right now. */
export async function lockedRuns(): Promise<(id: string) => boolean> {
  const held = (await navigator.locks?.query())?.held ?? [];
  const names = new Set(held.map(({ name }) => name));
  return (id) => names.has(lockName(id));
}

/** Whether no tab trains it, at once or within this time: a training that has just ended gives its run back a moment later. */
export async function becomesFree(id: string, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; (await lockedRuns())(id); ) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
