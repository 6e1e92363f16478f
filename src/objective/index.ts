/** From a model and labels to loss, gradient and predictions. */
export { branchesLoss, joinBranches } from './branches.ts';
export { CompiledObjective, type ObjectiveSource } from './compiled-objective.ts';
export { withConsistency } from './consistency.ts';
export { type LossName, lossNames } from './loss.ts';
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
} from './objective-programs.ts';
export { type OutputTransform, openSession, type SessionOptions } from './open-session.ts';
