/** Prediction of files with threads. */

export { type CollectedParts, collectParts } from './collect-parts.node.ts';
export { type EvaluateRunOptions, type EvaluateRunResult, evaluateRun } from './evaluate-run.node.ts';
export * from './index.ts';
export { type LoadPredictorOptions, loadPredictor } from './load-model.node.ts';
export { readModelFile, readModelFiles } from './model-file.node.ts';
export { type MoleculeTableOptions, openMoleculeTable } from './molecule-table.node.ts';
export { refuseUnwanted } from './output-path.node.ts';
export { type PredictedPart, predictPart } from './predict-part.node.ts';
export { type PredictRunHooks, type PredictRunOptions, type PredictRunResult, predictRun } from './predict-run.node.ts';
export type { TrainedRowsAnswer } from './trained-rows.node.ts';
