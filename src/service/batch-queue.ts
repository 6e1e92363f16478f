/**
 * Molecules of many requests, computed together: those that arrive within a few milliseconds share a batch, requests take turns, and
 * each gets its own answers. Where more wait than may, a request is refused with the time after which to come again.
 */
import type { Structure, StructurePrediction } from '../predict/index.ts';
import { Problem } from './problem.ts';

/** Where batches are computed. */
export interface BatchWorker {
  readonly size: number;
  canTake(isFull: boolean): boolean;
  predict(id: number, structures: readonly Structure[]): Promise<StructurePrediction[]>;
  onFree: () => void;
}

export interface BatchQueueOptions {
  readonly batchDelayMs: number;
  readonly batchSize: number;
  readonly maxWaiting: number;
  readonly onBatch?: ((molecules: number, seconds: number) => void) | undefined;
}

interface Request {
  readonly structures: readonly Structure[];
  readonly answers: StructurePrediction[];
  /** Molecules that were put into a batch, and that were answered. */
  taken: number;
  answered: number;
  isEnded: boolean;
  readonly resolve: (answers: StructurePrediction[]) => void;
  readonly reject: (error: unknown) => void;
}

interface ModelQueue {
  readonly requests: Request[];
  waiting: number;
  /** Whether the first of them has waited long enough. */
  isDue: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface Part {
  readonly request: Request;
  readonly start: number;
  readonly count: number;
}

/** Molecules that one request puts into a batch before the next has its turn. */
const turn = 32;
/** Where many wait, batches grow to so many batch sizes: molecules of like size are found among more. */
const mostSizes = 4;

export class BatchQueue {
  readonly #worker: BatchWorker;
  readonly #options: BatchQueueOptions;
  readonly #queues = new Map<number, ModelQueue>();
  #waiting = 0;
  /** Molecules a second, a moving average. */
  #rate = 100;

  constructor(worker: BatchWorker, options: BatchQueueOptions) {
    this.#worker = worker;
    this.#options = options;
    worker.onFree = () => this.#dispatch();
  }

  /** Molecules that are in no batch yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Throws a Problem if as many molecules wait already as may: a large request is refused no sooner than a small one. */
  refuseIfFull(): void {
    if (this.#waiting < this.#options.maxWaiting) return;
    const seconds = Math.max(1, Math.ceil(this.#waiting / this.#rate));
    throw new Problem('busy', `${this.#waiting} molecules are waiting; come again in ${seconds} s`, {
      'Retry-After': String(seconds),
    });
  }

  /** One answer a structure, in order. Rejects with the signal's reason once it is aborted; what was not begun is dropped then. */
  predict(id: number, structures: readonly Structure[], signal?: AbortSignal): Promise<StructurePrediction[]> {
    if (structures.length === 0) return Promise.resolve([]);
    const queue = this.#queueOf(id);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => request.reject(signal!.reason);
      const request: Request = {
        structures,
        answers: new Array(structures.length),
        taken: 0,
        answered: 0,
        isEnded: false,
        resolve: (answers) => settle(() => resolve(answers)),
        reject: (error) => settle(() => reject(error)),
      };
      const settle = (tell: () => void): void => {
        signal?.removeEventListener('abort', onAbort);
        this.#end(queue, request, tell);
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', onAbort);
      queue.requests.push(request);
      this.#count(queue, structures.length);
      queue.timer ??= setTimeout(() => this.#becomeDue(queue), this.#options.batchDelayMs);
      this.#dispatch();
    });
  }

  #queueOf(id: number): ModelQueue {
    const found = this.#queues.get(id);
    if (found) return found;
    const queue: ModelQueue = { requests: [], waiting: 0, isDue: false, timer: undefined };
    this.#queues.set(id, queue);
    return queue;
  }

  #count(queue: ModelQueue, molecules: number): void {
    queue.waiting += molecules;
    this.#waiting += molecules;
  }

  #end(queue: ModelQueue, request: Request, settle: () => void): void {
    if (request.isEnded) return;
    request.isEnded = true;
    const at = queue.requests.indexOf(request);
    if (at >= 0) queue.requests.splice(at, 1);
    this.#count(queue, request.taken - request.structures.length);
    settle();
  }

  #becomeDue(queue: ModelQueue): void {
    queue.timer = undefined;
    queue.isDue = queue.waiting > 0;
    this.#dispatch();
  }

  #dispatch(): void {
    for (;;) {
      const next = [...this.#queues].find(([, queue]) => this.#isReady(queue));
      if (!next) return;
      const [id, queue] = next;
      // Behind the others, so that models take turns as requests do.
      this.#queues.delete(id);
      this.#queues.set(id, queue);
      void this.#compute(id, this.#take(queue));
      if (queue.waiting === 0) this.#rest(id, queue);
    }
  }

  #isReady(queue: ModelQueue): boolean {
    const isFull = queue.waiting >= this.#options.batchSize;
    return queue.waiting > 0 && (isFull || queue.isDue) && this.#worker.canTake(isFull);
  }

  /** Nothing waits any more. */
  #rest(id: number, queue: ModelQueue): void {
    clearTimeout(queue.timer);
    queue.timer = undefined;
    queue.isDue = false;
    this.#queues.delete(id);
  }

  #take(queue: ModelQueue): Part[] {
    const { batchSize } = this.#options;
    const share = Math.ceil(queue.waiting / this.#worker.size);
    let space = Math.max(batchSize, Math.min(mostSizes * batchSize, share));
    const parts: Part[] = [];
    while (space > 0 && queue.requests.length > 0) {
      const request = queue.requests.shift()!;
      const count = Math.min(space, turn, request.structures.length - request.taken);
      parts.push({ request, start: request.taken, count });
      request.taken += count;
      space -= count;
      this.#count(queue, -count);
      if (request.taken < request.structures.length) queue.requests.push(request);
    }
    return parts;
  }

  async #compute(id: number, parts: readonly Part[]): Promise<void> {
    const structures = parts.flatMap(({ request, start, count }) => request.structures.slice(start, start + count));
    const started = performance.now();
    try {
      const answers = await this.#worker.predict(id, structures);
      this.#measure(structures.length, (performance.now() - started) / 1000);
      let next = 0;
      for (const { request, start, count } of parts) {
        for (let at = start; at < start + count; at++) request.answers[at] = answers[next++]!;
        request.answered += count;
        if (request.answered === request.structures.length) request.resolve(request.answers);
      }
    } catch (error) {
      for (const { request } of parts) request.reject(error);
    }
  }

  #measure(molecules: number, seconds: number): void {
    this.#rate = 0.9 * this.#rate + (0.1 * this.#worker.size * molecules) / Math.max(seconds, 1e-4);
    this.#options.onBatch?.(molecules, seconds);
  }
}
