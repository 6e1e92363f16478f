/** The landscape of trained runs as one call; the work is done in a thread of its own, and the runs are only read. */
import { type AnalysisHooks, analyzeInWorker } from '../run/in-worker.node.ts';
import type { LandscapeFile } from './landscape-file.ts';
import type { LandscapeEvent, LandscapeJob } from './landscape-job.node.ts';

/**
 * Throws CheckpointError for a folder without a run, DataError if its table cannot be read again as it was, ConfigError if another
 * landscape is in the way. Aborted, it saves what is computed; the same call continues it.
 */
export function landscapeOfRuns(job: LandscapeJob, hooks: AnalysisHooks<LandscapeEvent> = {}): Promise<LandscapeFile> {
  return analyzeInWorker(new URL('./landscape-job.node.js', import.meta.url), job, hooks);
}
