/** Runs an analysis in a thread of its own; giving up ends with the reason that the signal was given. */
import { runInWorker } from '../../platform/index.node.ts';

export interface AnalysisHooks<Event> {
  readonly onEvent?: (event: Event) => void;
  /** Aborting gives up at the next batch. */
  readonly signal?: AbortSignal;
}

export async function analyzeInWorker<Job, Event, Result>(
  module: URL,
  job: Job,
  hooks: AnalysisHooks<Event>,
): Promise<Result> {
  try {
    return await runInWorker<Job, Event, Result>(module, job, hooks);
  } catch (error) {
    // The worker's reason is a copy; whoever waits knows its own.
    throw hooks.signal?.aborted ? hooks.signal.reason : error;
  }
}
