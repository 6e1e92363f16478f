/** Tuning on disk and in processes. */
export * from './index.ts';
export { writeJournal } from './optuna-journal.node.ts';
export type { BeginningEvent } from './quality/begin-from-encoder.node.ts';
export type { QualityEvent } from './quality/quality-events.ts';
export { resumeByQuality, savedByQuality, trainByQuality } from './quality/train-quality.node.ts';
export { readSpace } from './read-space.ts';
export { type StudySummary, writeStudyFiles } from './study-files.node.ts';
export { cautionsOf } from './trial-runs.node.ts';
export { directionOf, type TuneOutcome, tune } from './tune.node.ts';
export { watchStudy } from './watch-study.node.ts';
