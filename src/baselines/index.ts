/** Classical models on fingerprints, to compare trained networks with. */
export type { Baseline, BaselineSettings, TaskData, TaskModel } from './baseline.ts';
export { type BaselineResult, type BaselineTable, type FitBaselineOptions, fitBaseline } from './fit-baseline.ts';
export { baselines, findBaseline } from './registry.ts';
