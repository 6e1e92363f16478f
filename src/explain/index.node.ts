/** Explanations of tables, as files. */
export {
  type ExplainRunHooks,
  type ExplainRunOptions,
  type ExplainRunResult,
  explainRun,
  explanationFiles,
} from './explain-run.node.ts';
export * from './index.ts';
