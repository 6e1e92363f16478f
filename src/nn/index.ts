/** Layers as functions of tensors and parameters. */
export { type ActivationName, activate, activationNames } from './activation.ts';
export { Dropout, type DropoutSite } from './dropout.ts';
export { bidirectionalGru, gruParameters } from './gru.ts';
export { linear, linearParameters } from './linear.ts';
export { type NormKind, normalise, normParameters } from './normalisation.ts';
export { initialWeights, type ModelParameter, type ParameterInput, ParameterTensors } from './parameters.ts';
