/** Analyses of run folders: everything of index.ts, and what only Node can do. */
export type { SharpnessEvent, SharpnessJob } from './curvature/sharpness-job.node.ts';
export { sharpnessOfRuns } from './curvature/sharpness-run.node.ts';
export * from './index.ts';
export type { LandscapeEvent, LandscapeJob } from './landscape/landscape-job.node.ts';
export { landscapeOfRuns } from './landscape/landscape-run.node.ts';
export { type Analyses, findAnalyses } from './run/find-analyses.node.ts';
export type { AnalysisHooks } from './run/in-worker.node.ts';
export type { OpenRunOptions } from './run/open-run.node.ts';
