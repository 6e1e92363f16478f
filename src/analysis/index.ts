/** Why a trained network behaves as it does: curvature at its weights and the landscape around them. Runs in Node and in browsers. */
export * from './charts/index.ts';
export { type LossFunction, lossAlongLine, lossOnPlane } from './landscape/along-line.ts';
export { type Axis, axisValues, parseAxis } from './landscape/axis.ts';
export {
  type DirectionOptions,
  type Normalisation,
  normalisations,
  randomDirection,
} from './landscape/random-direction.ts';
export { type EvaluationKind, NetworkLosses, type NetworkLossOptions } from './loss/network-loss.ts';
export { type SmoothLoss, type WeightedLoss, weightedSum } from './loss/smooth-loss.ts';
