/** Pre-training of an encoder on molecules without labels. */

export { type CorpusTargets, targetsOfCorpus } from './corpus-targets.ts';
export type { FinishedPretraining, PretrainEvent, PretrainResult } from './pretrain-events.ts';
export { openPretrainSession, type PretrainSession } from './pretrain-session.ts';
export type { PretrainSetup } from './pretrain-source.ts';
export { runPretraining } from './run-pretraining.ts';
export { Vocabulary } from './vocabulary.ts';
