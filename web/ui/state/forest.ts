/** The random forest that a finished training is compared with: fitted in the background, one at a time, unless the reader switches it off. */
import { effect, signal } from '@preact/signals';
import type { RunResults } from '../../engine/protocol.ts';
import { engine } from './engine.ts';
import { describeProblem, type Problem } from './problem.ts';
import { results } from './results.ts';
import { isTraining, runs } from './runs.ts';

const preference = 'graphsam.forest';

export const wantsForest = signal(kept() !== 'no');
/** Run whose forest is being fitted. */
export const fittingForest = signal<string | undefined>(undefined);
/** Why there is none, by run. */
export const forestProblems = signal<ReadonlyMap<string, Problem>>(new Map());

let fitting: AbortController | undefined;

/** Fits what is missing once nothing trains: a training would be slowed down by it. */
export function followForests(): () => void {
  return effect(() => {
    if (!wantsForest.value || isTraining.value || fittingForest.value !== undefined) return;
    const next = [...results.value.values()].find((run) => needsForest(run));
    if (next) void fit(next);
  });
}

export function wantForest(wants: boolean): void {
  wantsForest.value = wants;
  if (!wants) fitting?.abort();
  else forestProblems.value = new Map();
  try {
    localStorage.setItem(preference, wants ? 'yes' : 'no');
  } catch {
    // Then the choice holds for this visit.
  }
}

function needsForest({ id, test, testEvaluation }: RunResults): boolean {
  const isStuck = runs.value.find((run) => run.id === id)?.saved?.stuck !== undefined;
  const hasForest = testEvaluation.baselines.some(({ name }) => name === 'forest');
  return test.length > 0 && !hasForest && !isStuck && !forestProblems.value.has(id);
}

async function fit({ id }: RunResults): Promise<void> {
  fittingForest.value = id;
  fitting = new AbortController();
  const { signal } = fitting;
  try {
    const testEvaluation = await engine().fitForest(id, { signal });
    const found = results.peek().get(id);
    if (found) results.value = new Map(results.peek()).set(id, { ...found, testEvaluation });
  } catch (error) {
    if (!signal.aborted) forestProblems.value = new Map(forestProblems.peek()).set(id, describeProblem(error));
  }
  fittingForest.value = undefined;
}

function kept(): string | null {
  try {
    return localStorage.getItem(preference);
  } catch {
    return null;
  }
}
