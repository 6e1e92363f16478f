/** The report of a run: from the texts of its files to one HTML file. */
export type { CurvatureFiles } from './curvature-section.ts';
export { type RunFacts as ReportedFacts, type RunRecord, type RunTexts, readRunRecord } from './run-record.ts';
export { runReport } from './run-report.ts';
export { readTestTable, type TestedTask, type TestTable } from './run-tables.ts';
export { runsReport } from './runs-report.ts';
