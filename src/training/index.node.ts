/** Training on disk and in threads of its own: everything of index.ts, and what only Node can do. */

export { openDataSource } from './data-source.node.ts';
export * from './index.ts';
export { withInitialModel } from './init-source.node.ts';
export { type ConfigWithPaths, openJob, type RunJob, withAbsolutePaths } from './open-job.node.ts';
export { type RunHooks, type RunOutput, resumeRun, savedTraining, trainRun } from './train-run.node.ts';
