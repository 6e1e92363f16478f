/** Layers as functions of tensors and parameters. */
export { type ActivationName, activate, activationNames } from './activation.ts';
export { attend } from './attention.ts';
export { Dropout } from './dropout.ts';
export { bidirectionalGru, gruParameters } from './gru.ts';
export { type LinearOptions, linear, linearParameters } from './linear.ts';
export { type NormKind, normalise, normParameters } from './normalisation.ts';
export {
  type Initialiser,
  initialWeights,
  type ModelParameter,
  type ParameterInput,
  ParameterTensors,
} from './parameters.ts';
export { type DrawnArray, type RandomSite, RandomSites } from './randomness.ts';
export { segmentMean } from './segment-mean.ts';
