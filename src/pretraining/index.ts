/** Pre-training of an encoder on molecules without labels. */

export type { FinishedPretraining, PretrainEvent, PretrainResult } from './pretrain-events.ts';
