/** graphsam in Node: train, predict, evaluate and report, each as one call; the work is done in threads of its own. */

export {
  type ExplainRunHooks,
  type ExplainRunOptions,
  type ExplainRunResult,
  explainRun,
} from './explain/index.node.ts';
export * from './index.ts';
export { loadPlugin } from './plugins/index.node.ts';
export {
  type EvaluateRunOptions,
  type EvaluateRunResult,
  evaluateRun,
  type LoadPredictorOptions,
  loadPredictor,
  type PredictRunHooks,
  type PredictRunOptions,
  type PredictRunResult,
  predictRun,
} from './predict/index.node.ts';
export { type PretrainHooks, type PretrainResult, pretrainRun, resumePretraining } from './pretraining/index.node.ts';
export { type WriteReportOptions, writeReport } from './report/index.node.ts';
export { type RunHooks, type RunOutput, resumeRun, trainRun } from './training/index.node.ts';
