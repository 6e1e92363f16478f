/** Analyses of run folders: everything of index.ts, and what only Node can do. */
export type { SharpnessEvent, SharpnessJob } from './curvature/sharpness-job.node.ts';
export * from './index.ts';
export { landscapeOfRuns, sharpnessOfRuns } from './jobs.node.ts';
export type { LandscapeEvent, LandscapeJob } from './landscape/landscape-job.node.ts';
export { type Analyses, findAnalyses } from './run/find-analyses.node.ts';
export type { OpenRunOptions } from './run/open-run.node.ts';
