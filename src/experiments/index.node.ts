/** Grids of trainings on disk and in processes. */
export { type CompareOptions, type Comparison, compare, comparisonFiles, readResults } from './compare.node.ts';
export * from './index.ts';
export type { CellOutcome, CellsProgress } from './run-cells.node.ts';
