/** Baselines as run folders. */
export type { SeededBaselineEvent } from './compare-seeds.node.ts';
export { fitSeededBaselines } from './compare-seeds.node.ts';
export * from './index.ts';
export {
  type BaselineData,
  type FinishedBaseline,
  fitOnSplits,
  openBaselineData,
  runBaseline,
} from './run-baseline.node.ts';
