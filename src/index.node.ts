/** graphsam in Node: the whole library, with files, threads and the native runtime. */
export * from './analysis/index.node.ts';
export * from './baselines/index.node.ts';
export * from './chem/index.node.ts';
export * from './data/index.node.ts';
export * from './experiments/index.node.ts';
export * from './index.ts';
export * from './predict/index.node.ts';
export * from './pretraining/index.node.ts';
export * from './report/index.node.ts';
export * from './runs/index.node.ts';
export * from './runtime/index.node.ts';
export * from './training/index.node.ts';
