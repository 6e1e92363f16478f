/** Kinds of tasks: numbers, yes or no, one of several classes; what they share and where they differ. */
export { binary, probabilities } from './binary.ts';
export { findTaskType, type NumberColumn } from './find-task-type.ts';
export { asFunction, atLeastOne, batchLoss, type LabelTensors, type LossDefinition, sampleLosses } from './loss.ts';
export { multiclass } from './multiclass.ts';
export { predictionNames } from './prediction-name.ts';
export {
  defaultMetric,
  findLoss,
  findMetric,
  findTask,
  losses,
  lossFor,
  lossNames,
  metricFor,
  metrics,
  metricsOf,
  registerMetric,
  registerTask,
  tasks,
  taskTypeSchema,
  taskTypes,
} from './registry.ts';
export { regression } from './regression.ts';
export {
  fitStandardization,
  type Standardization,
  standardize,
  targetWithoutLabels,
  unstandardize,
} from './standardize.ts';
export type {
  ExplainedQuantity,
  HeadOptions,
  LabelRule,
  LabelSummary,
  TargetSpace,
  TaskChart,
  TaskColumns,
  TaskDefinition,
  TaskForBaselines,
  TaskHead,
  TaskReport,
  TaskType,
  TaskWords,
} from './task.ts';
