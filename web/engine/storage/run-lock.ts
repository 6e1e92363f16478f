/** One tab at a time trains a run: a lock that the browser gives back when the tab ends, however it ends. */
import { RunError } from '../../../src/index.web.ts';

const lockName = (id: string): string => `graphsam run ${id}`;

/** Gives the function that unlocks. Throws RunError if another tab has the run. Without https there are no locks, and no refusals. */
export function lockRun(id: string): Promise<() => void> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    void navigator.locks.request(lockName(id), { ifAvailable: true }, (lock) => {
      if (!lock) {
        const advice = 'Close that tab, or stop the training there.';
        reject(new RunError({ what: 'another tab of this browser trains this run', advice }));
        return undefined;
      }
      return new Promise<void>((unlock) => resolve(unlock));
    });
  });
}

/** Runs that some tab of this browser trains right now. */
export async function lockedRuns(): Promise<(id: string) => boolean> {
  const held = (await navigator.locks?.query())?.held ?? [];
  const names = new Set(held.map(({ name }) => name));
  return (id) => names.has(lockName(id));
}
