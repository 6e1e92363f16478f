/** Training on disk and in threads of its own: everything of index.ts, and what only Node can do. */

export { type ConfigWithPaths, withAbsolutePaths } from './absolute-paths.node.ts';
export { openDataSource } from './data-source.node.ts';
export * from './index.ts';
export { withInitialModel } from './init-source.node.ts';
export { openMachine } from './job-machine.node.ts';
export { type RunHooks, type RunOutput, resumeRun, savedTraining, trainRun } from './train-run.node.ts';
