/** Reports of run folders: what only Node can do. */
export * from './index.ts';
export { readRunFolder } from './read-run.node.ts';
export { type WriteReportOptions, writeReport, writeRunReports } from './write-report.node.ts';
