/** Why a trained network behaves as it does: curvature at its weights and the landscape around them. Runs in Node and in browsers. */
export {
  type HessianMethod,
  measureSharpness,
  type Sharpness,
  type SharpnessOptions,
} from './curvature/sharpness.ts';
export {
  parseSharpness,
  type RunSharpness,
  type SharpnessFile,
  sharpnessFileName,
} from './curvature/sharpness-file.ts';
export { sharpnessRemarks, sharpnessTable } from './curvature/sharpness-table.ts';
export {
  type LineOptions,
  type LossFunction,
  lossAlongLine,
  lossOnPlane,
  type PlaneOptions,
} from './landscape/along-line.ts';
export { type Axis, axisValues, parseAxis } from './landscape/axis.ts';
export { type LandscapeChart, landscapeCharts } from './landscape/charts/landscape-charts.ts';
export {
  type LandscapeFile,
  type LandscapeMode,
  landscapeFileName,
  parseLandscape,
  type Sheet,
} from './landscape/landscape-file.ts';
export type { DirectionChoice } from './landscape/plan.ts';
export {
  type DirectionOptions,
  defaultIgnored,
  ignorableNames,
  type Normalization,
  normalizations,
  randomDirection,
  rolesOf,
} from './landscape/random-direction.ts';
export { type EvaluationKind, NetworkLosses, type NetworkLossOptions } from './loss/network-loss.ts';
export { type SmoothLoss, type WeightedLoss, weightedSum } from './loss/smooth-loss.ts';
export { analysisFolder } from './run/output-folder.ts';
export { defaultSharpnessOptions, landscapeSettingsSchema, sharpnessSettingsSchema } from './settings.ts';
