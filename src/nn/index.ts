/** Layers as functions of tensors and parameters. */
export { type ActivationName, activate, activationNames } from './activation.ts';
export { attend } from './attention.ts';
export { Dropout } from './dropout.ts';
export { addFeatureBranch, featureBranchParameters } from './feature-branch.ts';
export { bidirectionalGru, gruParameters, padRows, type SequencePadding } from './gru.ts';
export { type LinearOptions, linear, linearParameters } from './linear.ts';
export { type NormKind, normalize, normParameters } from './normalization.ts';
export {
  type Initializer,
  initialWeights,
  type ModelParameter,
  type ParameterInput,
  ParameterTensors,
} from './parameters.ts';
export { type DrawnArray, type RandomSite, RandomSites } from './randomness.ts';
export { segmentMean } from './segment-mean.ts';
export { softplus } from './softplus.ts';
