/**
 * graphsam: molecular graph transformers trained with sharpness-aware optimizers. This entry runs anywhere; Node gets index.node.ts
 * and browsers index.browser.ts, which add what only they can do. The parts have entries of their own: `graphsam/optim`,
 * `graphsam/tensor`, `graphsam/models` and so on, each the index of its folder.
 */
export {
  CheckpointError,
  ConfigError,
  DataError,
  type ErrorCode,
  type ErrorDetails,
  errorCodes,
  GraphsamError,
  MachineError,
  nameSettings,
  ParameterLayout,
  type ParameterSpec,
  RunError,
  type SettingNames,
  ShapeError,
  setting,
  settingsIn,
  type Vector,
  version,
} from './base/index.ts';
export {
  type Clock,
  createOptimizer,
  type Objective,
  type Optimizer,
  type OptimizerConfig,
  type StepReport,
} from './optim/index.ts';
export { definePlugin, type Plugin, type PluginMetric } from './plugins/index.ts';
export type {
  LoadedPredictor,
  MoleculePrediction,
  PredictedField,
  PredictionStream,
  PredictOptions,
  Structure,
  Structures,
} from './predict/index.ts';
export {
  type PretrainConfig,
  type PretrainConfigInput,
  parsePretrainConfig,
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  type TrainRunResult,
} from './runs/index.ts';
