/** The trainings on the page again, with other seeds: how much of a metric is luck. */
import { signal } from '@preact/signals';
import type { RunResults, TrainingRequest } from '../../engine/protocol.ts';
import { engine } from './engine.ts';
import { describeProblem, type Problem } from './problem.ts';
import { beginRuns, runs } from './runs.ts';
import { listSaved, savedRuns } from './saved-runs.ts';

/** Seeds that are done, and asked for. */
export const repeating = signal<{ readonly done: number; readonly of: number } | undefined>(undefined);
export const repeatProblem = signal<Problem | undefined>(undefined);

/**
 * Trains each of the runs `times` more, with the next seeds that none of them had, one seed after the other. The split stays: the test sets are
 * the same, and what differs are first weights, batches and dropout.
 */
export async function repeatRuns(all: readonly RunResults[], times: number): Promise<void> {
  repeatProblem.value = undefined;
  repeating.value = { done: 0, of: times };
  try {
    const first = 1 + lastSeed(all);
    const requests = await Promise.all(all.map(requestOf));
    for (let done = 0; done < times; done++) {
      repeating.value = { done, of: times };
      await beginRuns(requests.map((request) => withSeed(request, first + done)));
      if (!(await areFinished())) break;
    }
  } catch (error) {
    repeatProblem.value = describeProblem(error);
  }
  repeating.value = undefined;
  await listSaved();
}

/** Of these runs, and of all that differ from them in the seed alone. */
function lastSeed(all: readonly RunResults[]): number {
  const ids = new Set(all.map(({ id }) => id));
  const experiments = new Set(savedRuns.peek().flatMap(({ id, found }) => (ids.has(id) ? [found?.experiment] : [])));
  const others = savedRuns.peek().filter(({ found }) => found && experiments.has(found.experiment));
  return Math.max(...[...all, ...others].map(({ config }) => config.training.seed));
}

async function requestOf({ id, title, config }: RunResults): Promise<TrainingRequest> {
  const { paths: _paths, ...data } = config.data;
  const files = data.dataset === undefined ? await engine().tablesOf(id) : [];
  return { title, files, config: { ...config, data } };
}

function withSeed(request: TrainingRequest, seed: number): TrainingRequest {
  return { ...request, config: { ...request.config, training: { ...request.config.training, seed } } };
}

/** Waits for the trainings on the page. False where one was ended, or failed. */
async function areFinished(): Promise<boolean> {
  const outcomes = await Promise.allSettled(runs.peek().map(({ training }) => training!.outcome));
  return outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value.status === 'finished');
}
