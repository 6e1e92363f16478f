/** The report of a run: from the texts of its files to one HTML file. */
export { bootstrapIntervals, type Interval, type MetricIntervals } from './bootstrap.ts';
export { type Reliability, type ReliabilityBin, reliability, wilsonInterval } from './calibration.ts';
export type { CurvatureFiles } from './curvature-section.ts';
export { type RunFacts as ReportedFacts, type RunRecord, type RunTexts, readRunRecord } from './run-record.ts';
export { runReport } from './run-report.ts';
export type { TestedTask, TestTable } from './run-tables.ts';
export { runsReport } from './runs-report.ts';
export { drawStructure, structureCss } from './structure.ts';
