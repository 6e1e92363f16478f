/**
 * Calling functions of a worker, and being called: each call has a number, gets any number of news and one answer. Errors arrive as
 * the classes they were thrown as. What can be called is a type, one entry a function, so that both sides agree.
 */
import { MachineError, packError, type TransferredError, unpackError } from '../../../src/index.web.ts';

/** Functions of a worker by name: what they take, what they give, and what they tell meanwhile. */
export type Calls = Readonly<
  Record<string, { readonly input: unknown; readonly result: unknown; readonly news: unknown }>
>;

type Question =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly kind: 'abort'; readonly id: number };
type Answer =
  | { readonly kind: 'news'; readonly id: number; readonly news: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: TransferredError };

export interface CallOptions<News> {
  readonly onNews?: ((news: News) => void) | undefined;
  /** Asks the function to stop; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onNews: ((news: unknown) => void) | undefined;
}

/** The caller's side: starts the worker with the first call. */
export class Remote<C extends { [Method in keyof C]: Calls[string] }> {
  readonly #start: () => Worker;
  #worker: Worker | undefined;
  #calls = 0;
  readonly #pending = new Map<number, Pending>();

  constructor(start: () => Worker) {
    this.#start = start;
  }

  call<Method extends keyof C & string>(
    method: Method,
    input: C[Method]['input'],
    { onNews, signal }: CallOptions<C[Method]['news']> = {},
  ): Promise<C[Method]['result']> {
    const id = this.#calls++;
    const worker = (this.#worker ??= this.#open());
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      this.#pending.set(id, { resolve, reject, onNews: onNews as Pending['onNews'] });
      signal?.addEventListener('abort', () => {
        if (!this.#pending.delete(id)) return;
        this.#send(worker, { kind: 'abort', id });
        reject(signal.reason);
      });
      this.#send(worker, { kind: 'call', id, method, input });
    });
  }

  /** Ends the worker at once; calls that wait for an answer reject. */
  close(): void {
    this.#worker?.terminate();
    this.#fail(new MachineError('the worker was closed'));
  }

  #send(worker: Worker, question: Question): void {
    worker.postMessage(question);
  }

  #open(): Worker {
    const worker = this.#start();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(brokenWorker(event.message));
    };
    return worker;
  }

  #take(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    if (answer.kind === 'news') {
      pending.onNews?.(answer.news);
      return;
    }
    this.#pending.delete(answer.id);
    if (answer.kind === 'result') pending.resolve(answer.result);
    else pending.reject(unpackError(answer.error));
  }

  #fail(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

function brokenWorker(message: string | undefined): MachineError {
  return new MachineError({
    what: `a worker of the page broke down${message ? ` (${message})` : ''}`,
    advice:
      'Reload the page; runs continue from their last epoch. If it happens again, the machine may be short of memory.',
  });
}

export interface Hooks<News> {
  readonly tell: (news: News) => void;
  readonly signal: AbortSignal;
}

export type Handlers<C extends { [Method in keyof C]: Calls[string] }> = {
  readonly [Method in keyof C]: (
    input: C[Method]['input'],
    hooks: Hooks<C[Method]['news']>,
  ) => Promise<C[Method]['result']> | C[Method]['result'];
};

/** What of a worker's own scope is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(answer: Answer): void;
}

/** The worker's side: answers with these functions. Calls run side by side where they wait for something. */
export function serve<C extends { [Method in keyof C]: Calls[string] }>(handlers: Handlers<C>): void {
  const scope = self as unknown as WorkerScope;
  const running = new Map<number, AbortController>();
  scope.onmessage = async ({ data }) => {
    if (data.kind === 'abort') {
      running.get(data.id)?.abort();
      return;
    }
    const { id, method, input } = data;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const tell = (news: unknown): void => scope.postMessage({ kind: 'news', id, news });
      const result = await handlers[method as keyof C](input, { tell, signal: controller.signal });
      scope.postMessage({ kind: 'result', id, result });
    } catch (error) {
      scope.postMessage({ kind: 'error', id, error: packError(error) });
    } finally {
      running.delete(id);
    }
  };
}
