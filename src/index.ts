/**
 * graphsam: molecular graph transformers trained with sharpness-aware optimizers.
 *
 * This entry serves Node and browsers; in Node, `import 'graphsam'` gives index.node.ts, which adds files and threads.
 */
export * from './analysis/index.ts';
export * from './base/errors.ts';
export { ParameterLayout, type ParameterSpec, RandomStream, type Vector } from './base/index.ts';
export * from './baselines/index.ts';
export * from './charts/index.ts';
export * from './chem/index.ts';
export * from './config/index.ts';
export * from './data/index.ts';
export * from './metrics/index.ts';
export * from './models/index.ts';
export * from './objective/index.ts';
export * from './optim/index.ts';
export * from './platform/index.ts';
export * from './predict/index.ts';
export * from './pretraining/index.ts';
export * from './report/index.ts';
export * from './runs/index.ts';
export * from './runtime/index.ts';
export * from './tasks/index.ts';
export * from './training/index.ts';
