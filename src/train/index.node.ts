/** Training on disk and in threads of its own: everything of index.ts, and what only Node can do. */
export * from './index.ts';
export {
  type OpenRunFolderOptions,
  openRunFolder,
  RunFolder,
  readEpochs,
  readRun,
} from './run-folder.node.ts';
export { type RunHooks, type RunOutput, resumeRun, trainRun } from './train-run.node.ts';
export type { JobFunction } from './worker/job.ts';
export { type RunInWorkerOptions, runInWorker } from './worker/run-in-worker.node.ts';
