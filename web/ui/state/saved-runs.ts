/** Runs that the browser keeps from earlier visits. */
import { computed, signal } from '@preact/signals';
import type { SavedRun } from '../../engine/protocol.ts';
import { engine } from './engine.ts';
import { runs } from './runs.ts';

const savedRuns = signal<readonly SavedRun[]>([]);

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

/** Runs of earlier visits that are not on the page: to be opened or thrown away. */
export const earlier = computed(() => {
  const here = new Set([...runs.value, ...interrupted.value].map(({ id }) => id));
  return savedRuns.value.filter(({ id, busy }) => !busy && !here.has(id));
});

export async function listSaved(): Promise<void> {
  try {
    savedRuns.value = await engine().listSavedRuns();
  } catch {
    // Without storage there are none; the environment says why.
    savedRuns.value = [];
  }
}

export async function forgetSaved(forgotten: readonly SavedRun[]): Promise<void> {
  const awake = engine();
  await Promise.allSettled(forgotten.map(({ id }) => awake.deleteRun(id)));
  await listSaved();
}
