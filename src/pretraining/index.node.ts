/** Pre-training on disk and in threads of its own. */

export * from './index.ts';
export { type PretrainHooks, pretrainRun, resumePretraining, savedPretraining } from './pretrain-run.node.ts';
