/** What came of the finished trainings: asked for once each, when they end. */
import { effect, signal } from '@preact/signals';
import type { LandscapeLine, RunResults } from '../../engine/protocol.ts';
import type { RunName } from '../train/run-title.ts';
import { engine } from './engine.ts';
import { describeProblem, type Problem } from './problem.ts';
import { finishedRuns, runs } from './runs.ts';
import { listSaved } from './saved-runs.ts';

/** With what tells each run from those beside it. */
export const results = signal<ReadonlyMap<string, RunResults & Pick<RunName, 'mark'>>>(new Map());
/** Why the results of runs on the page cannot be read, by run. */
export const resultsProblems = signal<ReadonlyMap<string, Problem>>(new Map());
/** The run whose details are shown; empty: the first. */
export const shownRun = signal('');

export interface LandscapeState {
  readonly busy: boolean;
  /** By run. */
  readonly lines: ReadonlyMap<string, LandscapeLine>;
  readonly problem?: Problem;
}

const nothingDrawn: LandscapeState = { busy: false, lines: new Map() };
export const landscape = signal<LandscapeState>(nothingDrawn);

const asked = new Set<string>();

/** Fetches the results of each training that ends, and forgets those of trainings that left the page. */
export function followResults(): () => void {
  return effect(() => {
    const present = new Set(runs.value.map(({ id }) => id));
    const finished = finishedRuns.value.map(({ id }) => id);
    if ([...results.peek().keys()].some((id) => !present.has(id))) {
      results.value = new Map([...results.peek()].filter(([id]) => present.has(id)));
      landscape.value = nothingDrawn;
    }
    if ([...resultsProblems.peek().keys()].some((id) => !present.has(id))) {
      resultsProblems.value = new Map([...resultsProblems.peek()].filter(([id]) => present.has(id)));
    }
    for (const id of asked) if (!present.has(id)) asked.delete(id);
    for (const id of finished) if (!asked.has(id)) void fetchResults(id);
  });
}

async function fetchResults(id: string): Promise<void> {
  asked.add(id);
  try {
    const found = await engine().results(id);
    void listSaved();
    const order = runs.peek().map((run) => run.id);
    if (!order.includes(id)) return;
    const mark = runs.peek()[order.indexOf(id)]!.mark;
    // In the order of the runs, whichever of them was first.
    const all = new Map(results.peek()).set(id, { ...found, mark });
    results.value = new Map([...all].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
  } catch (error) {
    if (!runs.peek().some((run) => run.id === id)) return;
    resultsProblems.value = new Map(resultsProblems.peek()).set(id, describeProblem(error));
  }
}

/** The loss along one random direction, the same for all runs. */
export async function drawLandscape(): Promise<void> {
  landscape.value = { busy: true, lines: new Map() };
  const keep = (id: string, line: LandscapeLine): void => {
    landscape.value = { ...landscape.peek(), lines: new Map(landscape.peek().lines).set(id, line) };
  };
  try {
    const awake = engine();
    for (const id of results.peek().keys()) {
      keep(id, await awake.landscapeLine(id, { molecules: 96 }, (line) => keep(id, line)));
    }
    landscape.value = { ...landscape.peek(), busy: false };
  } catch (error) {
    landscape.value = { ...landscape.peek(), busy: false, problem: describeProblem(error) };
  }
}
