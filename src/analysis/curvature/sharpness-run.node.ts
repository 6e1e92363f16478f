/** Sharpness of trained runs as one call; the work is done in a thread of its own, and the runs are only read. */
import { type AnalysisHooks, analyzeInWorker } from '../run/in-worker.node.ts';
import type { SharpnessFile } from './sharpness-file.ts';
import type { SharpnessEvent, SharpnessJob } from './sharpness-job.node.ts';

/** Throws CheckpointError for a folder without a run, DataError if its table cannot be read again as it was. */
export function sharpnessOfRuns(job: SharpnessJob, hooks: AnalysisHooks<SharpnessEvent> = {}): Promise<SharpnessFile> {
  return analyzeInWorker(new URL('./sharpness-job.node.js', import.meta.url), job, hooks);
}
