/** Why a trained network behaves as it does: curvature at its weights and the landscape around them. Runs in Node and in browsers. */
export * from './charts/index.ts';
export {
  defaultSharpnessOptions,
  type HessianMethod,
  measureSharpness,
  type Sharpness,
  type SharpnessOptions,
} from './curvature/sharpness.ts';
export { parseSharpness, type RunSharpness, type SharpnessFile } from './curvature/sharpness-file.ts';
export { sharpnessRemarks, sharpnessTable } from './curvature/sharpness-table.ts';
export { type LossFunction, lossAlongLine, lossOnPlane } from './landscape/along-line.ts';
export { type Axis, axisValues, parseAxis } from './landscape/axis.ts';
export { type LandscapeChart, landscapeCharts } from './landscape/charts/landscape-charts.ts';
export { type LandscapeFile, parseLandscape } from './landscape/landscape-file.ts';
export {
  type DirectionOptions,
  type Normalization,
  normalizations,
  randomDirection,
} from './landscape/random-direction.ts';
export { type EvaluationKind, NetworkLosses, type NetworkLossOptions } from './loss/network-loss.ts';
export { type SmoothLoss, type WeightedLoss, weightedSum } from './loss/smooth-loss.ts';
export * from './report/index.ts';
