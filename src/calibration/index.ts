/** Fitting what a model says of itself to what was measured: probabilities, deviations, intervals. */
export { readOutputs } from './calibrated-outputs.ts';
export type { ClassCalibration } from './class-calibration.ts';
export { type Conformal, conformalBound, labelSet } from './conformal.ts';
export { calibrated, type FittedTrust, fitTrust, type HeldOutRows, type Trust, trustSchema } from './fit-trust.ts';
export { calibrationNames, defaultCalibration } from './methods.ts';
export { type SpreadScaling, scaledSpread } from './spread-scaling.ts';
