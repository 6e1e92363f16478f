/** The runs of this browser: those of this visit, and those that it keeps from earlier ones. */
import { computed, signal } from '@preact/signals';
import type { SavedRun } from '../../engine/protocol.ts';
import { engine } from './engine.ts';
import { runs } from './runs.ts';

/** Newest first. */
export const savedRuns = signal<readonly SavedRun[]>([]);

/** Trainings that were started beside each other differ by less. */
const pairWithinMs = 5000;

/** The newest unfinished run, and the one that was started beside it; runs of another tab are left alone. */
export const interrupted = computed(() => {
  const unfinished = savedRuns.value.filter(({ status, busy, stuck }) => status === 'unfinished' && !busy && !stuck);
  const newest = unfinished[0];
  if (!newest) return [];
  const pair = unfinished.filter((run) => Math.abs(run.created - newest.created) < pairWithinMs);
  return pair.slice(0, 2).sort((a, b) => a.created - b.created);
});

/** Ids of the runs that are ticked in the list. */
export const ticked = signal<ReadonlySet<string>>(new Set());
export const tickedRuns = computed(() => savedRuns.value.filter(({ id }) => ticked.value.has(id)));

export function tick(id: string, isTicked: boolean): void {
  const next = new Set(ticked.peek());
  if (isTicked) next.add(id);
  else next.delete(id);
  ticked.value = next;
}

export async function listSaved(): Promise<void> {
  try {
    savedRuns.value = await engine().listSavedRuns();
  } catch {
    // Without storage there are none; the environment says why.
    savedRuns.value = [];
  }
}

/** Deletes them; those that are on the page leave it. */
export async function forgetSaved(forgotten: readonly SavedRun[]): Promise<void> {
  const awake = engine();
  const ids = new Set(forgotten.map(({ id }) => id));
  if (runs.peek().some(({ id }) => ids.has(id))) runs.value = runs.peek().filter(({ id }) => !ids.has(id));
  await Promise.allSettled([...ids].map((id) => awake.deleteRun(id)));
  ticked.value = new Set([...ticked.peek()].filter((id) => !ids.has(id)));
  await listSaved();
}
