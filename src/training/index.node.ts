/** Training on disk and in threads of its own: everything of index.ts, and what only Node can do. */

export { type ConfigWithPaths, withAbsolutePaths, withStoredPaths, withTablesOf } from './absolute-paths.node.ts';
export { encoderAsset } from './builtin-encoder.node.ts';
export { countSplits } from './count-splits.node.ts';
export { openDataSource } from './data-source.node.ts';
export { type EncoderFacts, readEncoder, writeEncoder } from './encoder-file.ts';
export { blendWithoutValidation } from './ensemble/blend.ts';
export { requireMembers, shareThreads } from './ensemble/members.ts';
export * from './index.ts';
export { encoderFacts, readInitialSource, withInitialModel } from './init-source.node.ts';
export { moveTables, refuseChangedTables, requireSameTables, tableChecksums } from './moved-tables.node.ts';
export { openJob, type RunJob } from './open-job.node.ts';
export { readoutModel } from './readout-model.node.ts';
export { type RunHooks, type RunOutput, resumeRun, savedTraining, trainFoldRun, trainRun } from './train-run.node.ts';
