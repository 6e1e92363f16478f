/** Grids of many trainings, and what they say together. */
export type { Cell } from './cell.ts';
export { expandGrids } from './expand-grid.ts';
export { comparedOptimizers, type Grid, parseGrids } from './grid.ts';
export { readGrids } from './read-grid.ts';
export type { RunResult, TrainingFacts } from './run-result.ts';
export { compareSettingsSchema, queueSetting, submitSettingsSchema, workerSettingsSchema } from './settings.ts';
export { type ArrayJob, memoryFor } from './submit/array-job.ts';
export { kubernetesFiles, type PodSettings } from './submit/kubernetes.ts';
export { slurmFiles } from './submit/slurm.ts';
export { type DifferenceLine, type EfficiencyLine, type Summary, type SummaryLine, summarize } from './summary.ts';
export { markdownOf, type Table as ComparisonTable, type TableCell, tablesOf } from './tables.ts';
export { type FolderStatus, type RunState, runStates, statusOf, type WatchedRun } from './watch/status.ts';
export { epochsText, isStatusPage, statusPage } from './watch/status-page.ts';
