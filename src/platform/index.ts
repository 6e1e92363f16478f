/** Threads and how errors cross them: what runs in Node and in browsers alike. */
export type { JobContext } from './worker/job.ts';
export { packError, type TransferredError, unpackError } from './worker/transferred-error.ts';
