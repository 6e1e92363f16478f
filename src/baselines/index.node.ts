/** Baselines as run folders. */
export type { SeededBaselineEvent } from './compare-seeds.node.ts';
export { fitSeededBaselines } from './compare-seeds.node.ts';
export * from './index.ts';
export { type FinishedBaseline, runBaseline } from './run-baseline.node.ts';
