/** The side that calls: each call has a number, gets any number of events and one answer. */
import { RunError } from '../../base/index.ts';
import type { Channel, PeerEnd } from './channel.ts';
import type { Answer, EventOf, InputOf, MethodOf, Question, ResultOf } from './protocol.ts';
import { unpackError } from './transferred-error.ts';

export interface CallOptions<Event> {
  /** Called in order. What it throws ends the call, and the call rejects with it. */
  readonly onEvent?: ((event: Event) => void) | undefined;
  /** Asks the function to stop; the call still ends with what the function answers, or rejects with this signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Buffers of the input that are moved instead of copied. */
  readonly transfer?: readonly Transferable[];
}

export interface ClientOptions {
  /** The error of calls whose peer is gone. */
  readonly onPeerEnd: (end: PeerEnd) => Error;
  /** The next call after the peer's end opens a new one. Default false: it rejects like those before. */
  readonly reopen?: boolean;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onEvent: ((event: unknown) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  readonly stop: () => void;
  /** What its listener threw; it rejects with that once the function has ended. */
  failure?: { readonly error: unknown };
}

/** Handlers: the type of what the peer serves, for instance `typeof import('./some-worker.ts')`. */
export class Client<Handlers> {
  readonly #open: () => Channel;
  readonly #options: ClientOptions;
  readonly #pending = new Map<number, Pending>();
  #channel: Channel | undefined;
  #calls = 0;
  /** Why no further call can be made. */
  #ended: Error | undefined;
  #closing: Promise<void> | undefined;
  #onClosed: (() => void) | undefined;

  /** open: called with the first call. */
  constructor(open: () => Channel, options: ClientOptions) {
    this.#open = open;
    this.#options = options;
  }

  /** Rejects with what the function throws, of the same class if it is one of ours. Input, events and result are copied: plain data. */
  async call<Method extends MethodOf<Handlers>>(
    method: Method,
    input: InputOf<Handlers[Method]>,
    { onEvent, signal, transfer }: CallOptions<EventOf<Handlers[Method]>> = {},
  ): Promise<ResultOf<Handlers[Method]>> {
    if (this.#ended) throw this.#ended;
    const channel = (this.#channel ??= this.#connect());
    const id = this.#calls++;
    const canBeStopped = signal !== undefined || onEvent !== undefined;
    const stopFlag = canBeStopped && channel.sharesMemory ? new Int32Array(new SharedArrayBuffer(4)) : undefined;
    const stop = (): void => {
      if (stopFlag) Atomics.store(stopFlag, 0, 1);
      channel.post({ kind: 'abort', id } satisfies Question);
    };
    // First: what cannot be copied throws here.
    channel.post({ kind: 'call', id, method, input, stopFlag } satisfies Question, transfer);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, onEvent, signal, stop } as Pending);
      });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Ends the peer once the calls that it is busy with have ended; further calls reject. */
  close(): Promise<void> {
    this.#ended ??= closedError();
    this.#closing ??= this.#closeWhenIdle();
    return this.#closing;
  }

  /**
   * Ends the peer at once; calls that wait for an answer reject. Not for a thread that may be inside ONNX Runtime's native code: it would
   * take the whole process with it.
   */
  terminate(): void {
    const channel = this.#channel;
    this.#ended ??= closedError();
    this.#rejectAll(this.#ended);
    void channel?.close();
  }

  #connect(): Channel {
    const channel = this.#open();
    channel.listen({
      onMessage: (message) => this.#take(message as Answer),
      onEnd: (end) => {
        if (this.#channel !== channel) return;
        const error = this.#options.onPeerEnd(end);
        if (!this.#options.reopen) this.#ended ??= error;
        this.#rejectAll(error);
      },
    });
    return channel;
  }

  async #closeWhenIdle(): Promise<void> {
    const channel = this.#channel;
    if (!channel) return;
    await new Promise<void>((resolve) => {
      this.#onClosed = resolve;
      channel.post({ kind: 'close' } satisfies Question);
    });
    this.#channel = undefined;
    await channel.close();
  }

  #take(answer: Answer): void {
    if (answer.kind === 'closed') {
      this.#onClosed?.();
      return;
    }
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    if (answer.kind === 'event') {
      deliver(pending, answer.event);
      return;
    }
    this.#pending.delete(answer.id);
    settle(pending, answer);
  }

  #rejectAll(error: Error): void {
    this.#channel = undefined;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.#onClosed?.();
  }
}

function deliver(pending: Pending, event: unknown): void {
  if (pending.failure) return;
  try {
    pending.onEvent?.(event);
  } catch (error) {
    pending.failure = { error };
    pending.stop();
  }
}

function settle(pending: Pending, answer: Extract<Answer, { kind: 'result' | 'error' | 'aborted' }>): void {
  if (pending.failure) pending.reject(pending.failure.error);
  else if (answer.kind === 'result') pending.resolve(answer.result);
  else pending.reject(answer.kind === 'aborted' ? pending.signal?.reason : unpackError(answer.error));
}

function closedError(): RunError {
  return new RunError({ code: 'worker-died', what: 'the worker was closed' });
}
