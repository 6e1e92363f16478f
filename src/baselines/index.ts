/** Classical models on fingerprints and descriptors, to compare trained networks with. */
export type { Baseline, BaselineSettings, TaskData, TaskModel } from './baseline.ts';
export { type DescriptorTable, descriptorTable } from './descriptor-table.ts';
export { type FingerprintTable, fingerprintTable } from './fingerprints.ts';
export { type BaselineResult, type BaselineTable, type FitBaselineOptions, fitBaseline } from './fit-baseline.ts';
export { baselines, findBaseline } from './registry.ts';
