/** Grids of trainings on disk and in processes. */

export type { ExecuteJob } from './cell-process.node.ts';
export type { CellsProgress } from './cells-progress.ts';
export { type CompareOptions, type Comparison, compare, comparisonFiles, readResults } from './compare.node.ts';
export { fitSeededBaselines, type SeededBaselineEvent } from './compare-seeds.node.ts';
export * from './index.ts';
export { openQueueExecutor, type QueueExecutor } from './queue/queue-executor.node.ts';
export { runQueueWorker } from './queue/queue-worker.node.ts';
export { type FinishedBaseline, runBaseline } from './run-baseline.node.ts';
export { type CellOutcome, folderOf, runCell, runsFolder } from './run-cell.node.ts';
export { runCells } from './run-cells.node.ts';
export { measureCell } from './submit/measure-cell.node.ts';
export { lookAtRun } from './watch/look-at-run.node.ts';
export { type Plan, planOf, readPlan, writePlan } from './watch/plan-file.node.ts';
export { type Look, watchRuns } from './watch/watch-runs.node.ts';
