/** What can be asked of a worker that trains. */
import type {
  EpochReport,
  LandscapeLine,
  LandscapeOptions,
  Position,
  RunEvent,
  RunResults,
  StepNews,
  TrainingOutcome,
  TrainingRequest,
} from '../protocol.ts';

export interface TrainInput {
  readonly id: string;
  /** Of a new run; undefined continues the one of that id. */
  readonly request: TrainingRequest | undefined;
  readonly threads: number;
}

export type TrainNews =
  | { readonly kind: 'event'; readonly event: Extract<RunEvent, { kind: 'data' | 'model' | 'initialized' | 'start' }> }
  | { readonly kind: 'step'; readonly step: StepNews }
  | { readonly kind: 'epoch'; readonly report: EpochReport }
  | { readonly kind: 'warning'; readonly message: string };

/** `kept`: what the run left stands in the browser's storage, so that the worker may be closed. */
export type TrainResult = TrainingOutcome & { readonly kept: boolean };

export interface TrainingCalls {
  readonly train: { readonly input: TrainInput; readonly result: TrainResult; readonly news: TrainNews };
  /** Where it stands, once it stands. */
  readonly pause: { readonly input: undefined; readonly result: Position; readonly news: never };
  readonly step: { readonly input: undefined; readonly result: Position; readonly news: never };
  readonly resume: { readonly input: undefined; readonly result: undefined; readonly news: never };
  readonly stop: { readonly input: undefined; readonly result: undefined; readonly news: never };
  readonly landscape: {
    readonly input: { readonly id: string; readonly options: LandscapeOptions };
    readonly result: LandscapeLine;
    readonly news: LandscapeLine;
  };
  readonly results: { readonly input: { readonly id: string }; readonly result: RunResults; readonly news: never };
  readonly exportReport: { readonly input: { readonly id: string }; readonly result: Blob; readonly news: never };
  readonly exportRun: { readonly input: { readonly id: string }; readonly result: Blob; readonly news: never };
  readonly exportModel: { readonly input: { readonly id: string }; readonly result: Blob; readonly news: never };
}
