/** What a run stores and what can be read of it again: configuration, epochs, checkpoint, model file, safetensors. */

export { builtinEncoder, namesPath, noEncoder } from './builtin-encoder.ts';
export {
  type Checkpoint,
  chosenPrefix,
  chosenWeights,
  decodeCheckpoint,
  encodeCheckpoint,
  type RunIdentity,
  type Tracking,
  type TrainingPosition,
  trackingKey,
} from './checkpoint.ts';
export {
  backendSetting,
  fileSetting,
  folderSetting,
  jobsSetting,
  labelSettings,
  machineSettings,
  modelTableSettings,
  overwriteSetting,
  partSetting,
  readingSettings,
  sharedMachineSettings,
} from './config/command-settings.ts';
export {
  type MoleculeTask,
  type PretrainConfig,
  type PretrainConfigInput,
  parsePretrainConfig,
  pretrainConfigSchema,
} from './config/pretrain-config.ts';
export {
  ofOneNetwork,
  type QualityLevel,
  type QualityName,
  qualityLevels,
  timeShares,
} from './config/quality.ts';
export { isRecipePatience, recipeOf } from './config/recipe.ts';
export { type ResolvedModel, resolveModel } from './config/resolve-model.ts';
export {
  givesParts,
  idsWithoutFeatures,
  overrideConfig,
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from './config/train-config.ts';
export { averagingDecay, ratesOfRecipe } from './config/training-schema.ts';
export { parseEpochs } from './epoch-file.ts';
export { addStep, type EpochSummary, type EpochSums, noSteps, summarizeEpoch } from './epoch-statistics.ts';
export { eventFileName, firstRecord, scalarRecord } from './event-file.ts';
export type { EpochReport, Position, TrainingEvent } from './events.ts';
export { type FoldsFile, foldsFile, foldsFileName } from './folds-file.ts';
export type { Initialization, InitializationReport } from './initialization.ts';
export { encodeKeptWeights } from './kept-weights.ts';
export { epochsOfPresentMetrics } from './metric-names-migration.ts';
export { cardMetadata, type ModelCard, modelCardFormat, targetSpaceOf } from './model-card.ts';
export { modelCardText } from './model-card-text.ts';
export { type ModelTraining, trainingOf } from './model-training.ts';
export { parseProbes } from './probe-file.ts';
export type { GradientChange, ProbedApproximation, ProbeRecord, ProbeSummary } from './probe-record.ts';
export { foreignMetadata, readModelCard } from './read-model-card.ts';
export type {
  BaselineValue,
  BlendReport,
  EnsembleMember,
  FinishedFit,
  FinishedRun,
  InterruptedRun,
  RunEvent,
  SingleRunEvent,
  TestContext,
  TrainRunResult,
} from './run-events.ts';
export {
  type BaselineRunFile,
  foldsOf,
  type PretrainingRunFile,
  parseRunFile,
  type RunFile,
  requireTraining,
  runFileFormat,
  runText,
  type TrainingRunFile,
} from './run-file.ts';
export { isFormerRun } from './run-file-migration.ts';
export {
  jsonLine,
  type RunDestination,
  type RunFileName,
  runFiles,
  type WholeRunFile,
} from './run-files.ts';
export { type RunInputs, writeInputs } from './run-inputs.ts';
export { MemoryStore, type RunStore, type StoredCheckpoint } from './run-store.ts';
export {
  readSafetensors,
  readSafetensorsMetadata,
  type SafetensorsFile,
  type StoredTensor,
  writeSafetensors,
} from './safetensors.ts';
