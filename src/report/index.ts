/** The report of a run: from the texts of its files to one HTML file. */
export type { CurvatureFiles } from './curvature-section.ts';
export { errorOfMolecules, taskErrors } from './errors-by-molecule.ts';
export { modelExtras, parseFolds } from './report-extras.ts';
export { type ReportedRun, type RunTexts, readReportedRun } from './reported-run.ts';
export { runReport } from './run-report.ts';
export { readTestTable, type TestedTask, type TestTable } from './run-tables.ts';
export { runsReport } from './runs-report.ts';
export { taskTrust } from './trust-measures.ts';
