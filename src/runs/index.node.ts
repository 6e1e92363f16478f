/** Run folders on disk. */

export { type DroppedCheckpoint, dropCheckpoints, foldFolders } from './drop-checkpoints.node.ts';
export { requireOneModel } from './ensemble-folder.node.ts';
export { openFoldsFolder, readFoldsFile } from './folds-folder.node.ts';
export * from './index.ts';
export { readKeptWeights } from './kept-weights.node.ts';
export { withRunFolders } from './packed-run.node.ts';
export { openRunFolder, readEpochs, readRun, requireEmptyFolder } from './run-folder.node.ts';
export { type RunProgress, runProgress } from './run-progress.node.ts';
export { readSafetensorsStart } from './safetensors.node.ts';
export { foundConfig, foundTables } from './stored-paths.node.ts';
