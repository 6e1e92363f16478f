/** graphsam in Node: the whole library, with files, threads and the native runtime. */

export * from './analysis/index.node.ts';
export {
  type BaselineData,
  type FinishedBaseline,
  fitOnSplits,
  openBaselineData,
  runBaseline,
} from './baselines/run-baseline.node.ts';
export { loadChemistry } from './chem/rdkit.node.ts';
export { obtainDataset, openTable } from './data/index.node.ts';
export * from './index.ts';
export { type EvaluateRunOptions, type EvaluateRunResult, evaluateRun } from './predict/evaluate-run.node.ts';
export { type ModelFile, readModelFile } from './predict/model-file.node.ts';
export { type PredictRunHooks, type PredictRunOptions, predictRun } from './predict/predict-run.node.ts';
export { loadRuntime, type NodeRuntimeOptions } from './runtime/onnxruntime.node.ts';
export { type CompareOptions, type Comparison, compare } from './sweep/compare.node.ts';
export * from './sweep/index.ts';
export { readInitialSource, withInitialModel } from './train/init-source.node.ts';
export { type PretrainHooks, pretrainRun, resumePretraining } from './train/pretrain/pretrain-run.node.ts';
export { openRunFolder, readEpochs, readRun } from './train/run-folder.node.ts';
export { type RunHooks, type RunOutput, resumeRun, trainRun } from './train/train-run.node.ts';
