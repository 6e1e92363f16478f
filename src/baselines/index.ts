/** Classical models on fingerprints and descriptors, to compare trained networks with. */
export type { Baseline, BaselineSettings, TaskData, TaskModel } from './baseline.ts';
export { type DescriptorTable, descriptorTable, treeGenerators } from './descriptor-table.ts';
export type { BaselineTable } from './each-output.ts';
export { type FingerprintTable, fingerprintTable } from './fingerprints.ts';
export { type BaselineResult, type FitBaselineOptions, fitBaseline } from './fit-baseline.ts';
export { type FittedTrees, fitTrees, type RawTree } from './fit-trees.ts';
export { baselines, findBaseline } from './registry.ts';
