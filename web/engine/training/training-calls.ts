/** A training in its worker: what it is given, what it reports, and how it ends. */
import type { EpochReport, SingleRunEvent, StepNews, TrainingOutcome, TrainingRequest } from '../protocol.ts';

export interface TrainInput {
  readonly id: string;
  /** Of a new run; undefined continues the one of that id. */
  readonly request: TrainingRequest | undefined;
  readonly threads: number;
}

export type TrainEvent =
  | {
      readonly kind: 'event';
      readonly event: Extract<SingleRunEvent, { kind: 'data' | 'model' | 'initialized' | 'start' }>;
    }
  | { readonly kind: 'step'; readonly step: StepNews }
  | { readonly kind: 'epoch'; readonly report: EpochReport }
  | { readonly kind: 'warning'; readonly message: string };

/** `kept`: what the run left stands in the browser's storage, so that the worker may be closed. */
export type TrainResult = TrainingOutcome & { readonly kept: boolean };
