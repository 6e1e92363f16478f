/**
 * graphsam: molecular graph transformers trained with sharpness-aware optimizers.
 *
 * This entry serves Node and browsers; in Node, `import 'graphsam'` gives index.node.ts, which adds files and threads.
 */
export * from './analysis/index.ts';
export * from './base/errors.ts';
export { ParameterLayout, type ParameterSpec, type Vector } from './base/parameter-layout.ts';
export { RandomStream } from './base/random.ts';
export * from './baselines/index.ts';
export * from './chem/index.ts';
export * from './data/index.ts';
export { findModel, type Model, models } from './models/index.ts';
export * from './optim/index.ts';
export { type ModelPredictor, type ModelPredictorOptions, openModelPredictor } from './predict/model-predictor.ts';
export * from './runtime/index.ts';
export * from './train/index.ts';
