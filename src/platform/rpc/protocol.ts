/** What can be called over a channel, as types, and the messages of which a call consists. */
import type { TransferredError } from './transferred-error.ts';

/** What a function that is called over a channel gets beside its input. */
export interface CallContext<Event> {
  /** Hands an event to the caller; events arrive in order and before the result. */
  readonly onEvent: (event: Event) => void;
  /**
   * Aborted as soon as the caller asks. Over shared memory `aborted` and `throwIfAborted` know it at once, also in a thread that reads no
   * messages. What the function then does is its own affair: throw the reason, or return what it has.
   */
  readonly signal: AbortSignal;
  /** Buffers of the result that are moved to the caller instead of copied. */
  readonly transfer: (...buffers: Transferable[]) => void;
}

/** What a long computation needs of whoever called it, over a channel or directly. */
export interface JobContext<Event> extends Pick<CallContext<Event>, 'onEvent' | 'signal'> {
  /** Awaited between steps: where a thread that shares its time lets others run, or holds a job. */
  readonly betweenSteps?: (() => Promise<void>) | undefined;
}

/** A function of an input and, if it wants one, a context. */
export type Handler = (...args: never) => unknown;
/** Names of the functions among what is served. */
export type MethodOf<Handlers> = {
  [Name in keyof Handlers]: Handlers[Name] extends Handler ? Name : never;
}[keyof Handlers] &
  string;
export type InputOf<Called> = Called extends Handler ? Parameters<Called>[0] : never;
export type ResultOf<Called> = Called extends Handler ? Awaited<ReturnType<Called>> : never;
export type EventOf<Called> = Called extends Handler
  ? Parameters<Called>[1] extends { readonly onEvent: (event: infer Event) => void }
    ? Event
    : never
  : never;

/** To the side that serves. */
export type Question =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: string;
      readonly input: unknown;
      /** One number in shared memory: 1 once the call is to stop. */
      readonly stopFlag: Int32Array | undefined;
    }
  | { readonly kind: 'abort'; readonly id: number }
  /** Answered once no call is running. */
  | { readonly kind: 'close' };

/** To the side that calls. */
export type Answer =
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: TransferredError }
  /** The function threw the reason of its signal; the caller knows its own. */
  | { readonly kind: 'aborted'; readonly id: number }
  | { readonly kind: 'closed' };
