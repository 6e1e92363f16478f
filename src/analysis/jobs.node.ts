/** The analyses as calls. Each runs in a thread of its own, and the runs are only read. Aborting gives up at the next batch. */
import { defineJob } from '../platform/index.node.ts';
import { onDevice } from '../runtime/index.ts';

const sharpnessJob = defineJob<typeof import('./curvature/sharpness-job.node.ts')>(
  new URL('./curvature/sharpness-job.node.js', import.meta.url),
);

const landscapeJob = defineJob<typeof import('./landscape/landscape-job.node.ts')>(
  new URL('./landscape/landscape-job.node.js', import.meta.url),
);

/** Throws CheckpointError for a folder without a run, DataError if its table cannot be read again as it was. */
export const sharpnessOfRuns: typeof sharpnessJob = (job, hooks) =>
  onDevice(job.open.backend, 'an analysis', () => sharpnessJob(job, hooks));

/**
 * Throws CheckpointError for a folder without a run, DataError if its table cannot be read again as it was, ConfigError if another
 * landscape is in the way. Aborted, it saves what is computed; the same call continues it.
 */
export const landscapeOfRuns: typeof landscapeJob = (job, hooks) =>
  onDevice(job.open.backend, 'an analysis', () => landscapeJob(job, hooks));
