/** What a module must export to be run in a worker, and what passes between the threads. */
import type { TransferredError } from './transferred-error.ts';

/** What a job gets beside its description. */
export interface JobContext<Event> {
  /** Hands an event to the thread that waits; plain data only. */
  readonly onEvent: (event: Event) => void;
  /** Aborted as soon as the other thread asks, also while the job never lets its own thread rest. */
  readonly signal: AbortSignal;
  /** Awaited between steps: where a thread that shares its time lets others run, or holds a job. */
  readonly betweenSteps?: (() => Promise<void>) | undefined;
}

/** The exported function: job and result are plain data (or typed arrays), which are copied between the threads. */
export type JobFunction<Job, Event, Result> = (job: Job, context: JobContext<Event>) => Promise<Result>;

export interface JobDescription {
  readonly moduleUrl: string;
  readonly exportName: string;
  readonly job: unknown;
  /** One number: 1 once the job is asked to stop. */
  readonly abortFlag: Int32Array;
}

export type JobMessage =
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: TransferredError };
