/** From a model and labels to loss, gradient and predictions. */
export { branchesLoss } from './branches.ts';
export { CompiledObjective, type ObjectiveSource } from './compiled-objective.ts';
export { withConsistency } from './consistency.ts';
export { type DropoutPasses, openDropoutPasses } from './dropout-passes.ts';
export { exportReadout } from './export-readout.ts';
export { type FileOutputs, type FileReading, fileOutputs, type TreeRows, treeFeed } from './file-outputs.ts';
export type { Batch, BatchObjective, MeasuringSession, ModelSession, PredictingSession } from './model-session.ts';
export { labelFeeds, realArray, viewOf, weightFeeds } from './objective-feeds.ts';
export {
  type CompiledComputation,
  type Computation,
  compile,
  differentiated,
  forward,
  gradientName,
  labelInputs,
  type ObjectiveSetup,
  outputCount,
} from './objective-programs.ts';
export { openSession, type SessionOptions } from './open-session.ts';
