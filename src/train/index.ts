/** Training, metrics, checkpoints and configurations: what runs in Node and in browsers alike. */

export { type Checkpoint, decodeCheckpoint } from './checkpoint.ts';
export { readConfigText } from './config/read-config.ts';
export { type ResolvedModel, resolveModel } from './config/resolve-model.ts';
export {
  overrideConfig,
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from './config/train-config.ts';
export type { EarlyStopping } from './early-stopping.ts';
export type { EpochSummary } from './epoch-statistics.ts';
export { evaluateRows, inOriginalUnits, probabilities, type RowsEvaluation } from './evaluate.ts';
export type { EpochReport, Position, TrainingEvent } from './events.ts';
export { type InitializationReport, initializeFrom, type NamedWeights } from './init-from.ts';
export { type Initialization, type InitialSource, initialize } from './initial-weights.ts';
export { type LossName, lossNames } from './loss.ts';
export type { Metric, Pairs, ScoreKind } from './metrics/metric.ts';
export { defaultMetric, findMetric, isBetter, metricFor, metrics } from './metrics/registry.ts';
export {
  computeMetrics,
  type LabeledPredictions,
  type MetricValue,
  type MetricValues,
} from './metrics/task-metrics.ts';
export { cardMetadata, type ModelCard, modelCardFormat, readModelCard } from './model-card.ts';
export type { Batch, BatchObjective, ModelSession } from './model-session.ts';
export { type OutputTransform, openSession, type SessionOptions } from './open-session.ts';
export { type DataSource, type PreparedData, type PreparedSplit, prepareData } from './prepare-data.ts';
export { type CorpusTargets, targetsOfCorpus } from './pretrain/corpus-targets.ts';
export {
  type PretrainConfig,
  type PretrainConfigInput,
  parsePretrainConfig,
  pretrainConfigSchema,
} from './pretrain/pretrain-config.ts';
export type { FinishedPretraining, PretrainEvent, PretrainResult } from './pretrain/pretrain-events.ts';
export { openPretrainSession, type PretrainSession } from './pretrain/pretrain-session.ts';
export type { PretrainSetup } from './pretrain/pretrain-source.ts';
export { runPretraining } from './pretrain/run-pretraining.ts';
export { Vocabulary } from './pretrain/vocabulary.ts';
export { openRunContext } from './run-context.ts';
export type { FinishedRun, InterruptedRun, RunEvent, TrainRunResult } from './run-events.ts';
export type { RunContext, RunMachine } from './run-facts.ts';
export {
  jsonLine,
  parseEpochs,
  type RunFile,
  type RunPlace,
  runFiles,
  runText,
  type WholeRunFile,
} from './run-place.ts';
export { MemoryStore, type RunStore, type StoredCheckpoint } from './run-store.ts';
export { readSafetensors, type SafetensorsFile, type StoredTensor, writeSafetensors } from './safetensors.ts';
export { type SplitSetup, splitSetup } from './split-setup.ts';
export { type SplitPlace, trainSplit } from './train-split.ts';
export { type FinishedTraining, type InterruptedTraining, type TrainingResult, trainModel } from './trainer.ts';
export type { TrainingData, TrainingOptions } from './training-options.ts';
export type { JobContext } from './worker/job.ts';
export { packError, type TransferredError, unpackError } from './worker/transferred-error.ts';
