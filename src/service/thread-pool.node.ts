/** The threads of the service: every model is open in each of them, and a thread that broke down is replaced. */
import { GraphsamError, MachineError } from '../base/index.ts';
import { threadClient } from '../platform/index.node.ts';
import { type Client, type PeerDescription, PeerEndedError } from '../platform/index.ts';
import type { Structure, StructurePrediction } from '../predict/index.ts';
import type { Backend } from '../runtime/index.ts';
import type { FindColumn, Opened } from './model-thread.node.ts';

type ThreadModule = typeof import('./model-thread.node.ts');

export interface ThreadPoolOptions {
  readonly size: number;
  readonly backend?: Backend | undefined;
  readonly withApplicability?: boolean | undefined;
  readonly coverage?: number | undefined;
  /** After so long without an answer, without computing and without any progress a thread counts as hung. Default 20 s. */
  readonly patienceMs?: number | undefined;
  /** Called when a thread is replaced, or a model does not open in the one that replaces it, and why. */
  readonly onReplaced?: ((error: unknown) => void) | undefined;
  /** The module that threads serve. Default model-thread.node.ts. */
  readonly module?: URL | undefined;
}

interface Thread {
  readonly client: Client<ThreadModule>;
  readonly signs: Int32Array;
  /** Batches given to it and not answered. */
  readonly running: Set<Promise<unknown>>;
  isBroken: boolean;
  /** For one structure alone. */
  isReserved: boolean;
}

interface OpenedModel {
  readonly model: SharedArrayBuffer;
  readonly where: string;
}

/** Batches a thread: one that it computes and one that waits, so that it never does. */
const batchesPerThread = 2;
/** Times that a model is opened if all threads break down meanwhile, which a batch may have caused; so does a thread that replaces another. */
const chancesToOpen = 3;
/** Errors after which a thread cannot be trusted: its toolkit broke down, or it is gone. */
const isBreakdown = (error: unknown): boolean =>
  error instanceof PeerEndedError || error instanceof HungError || isToolkitFailure(error);
const isToolkitFailure = (error: unknown): boolean => error instanceof MachineError && error.code === 'toolkit-failed';

/** A structure at which a thread breaks down gets this instead of a prediction. */
const brokeToolkit = 'the toolkit broke down reading it';

const thread: PeerDescription = { who: 'a thread of the service', advice: 'If memory ran out, take fewer threads.' };

class HungError extends GraphsamError {
  override readonly name = 'HungError';
}

/** Of a call whose thread broke down, be it by another batch. */
class BrokenThreadError extends GraphsamError {
  override readonly name = 'BrokenThreadError';
}

/** Whether the runtime is at work in the thread. */
const isComputing = ({ signs }: Thread): boolean => Atomics.load(signs, 0) === 1;
/** Counts what the thread has begun and ended. */
const progressOf = ({ signs }: Thread): number => Atomics.load(signs, 1);
const textOf = (structure: Structure): string =>
  typeof structure === 'string' ? structure : (structure.smiles ?? structure.molblock ?? '');
/** Structures that broke a thread are remembered, so that they do it once. */
const mostCulprits = 1000;

export class ThreadPool {
  readonly #options: ThreadPoolOptions;
  readonly #models = new Map<number, OpenedModel>();
  #threads: Thread[];
  #opened = 0;
  #isClosed = false;
  readonly #replacing = new Set<Promise<void>>();
  /** Structures that are predicted alone: one at a time. */
  readonly #alone = new Set<Promise<unknown>>();
  readonly #culprits = new Set<string>();
  /** Called whenever a thread can take a batch again. */
  onFree: () => void = () => {};

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
    this.#threads = Array.from({ length: options.size }, () => this.#start());
  }

  get size(): number {
    return this.#options.size;
  }

  /** Opens a model in all threads, under a number. Throws CheckpointError for a model that cannot be used. */
  async open(bytes: Uint8Array, where: string): Promise<Opened & { readonly id: number }> {
    const model = new SharedArrayBuffer(bytes.length);
    new Uint8Array(model).set(bytes);
    for (let chances = chancesToOpen; ; chances--) {
      // A successor opens the models that are there when its thread breaks down: one that comes later waits for it.
      while (this.#replacing.size > 0) await Promise.all(this.#replacing);
      const id = this.#opened++;
      this.#models.set(id, { model, where });
      try {
        const opened = await this.#openInAll(id);
        return { id, targets: opened[0]!.targets, warnings: [...new Set(opened.flatMap(({ warnings }) => warnings))] };
      } catch (error) {
        await this.closeModel(id);
        if (!(error instanceof BrokenThreadError)) throw error;
        if (chances <= 1 || this.#isClosed) throw error.cause;
      }
    }
  }

  /** At least one answer: threads that break down meanwhile have successors that open it. Throws BrokenThreadError if all of them do. */
  async #openInAll(id: number): Promise<Opened[]> {
    const threads = this.#threads;
    // All of them, for a thread that is told to close a model while it opens it would keep it.
    const answers = await Promise.allSettled(threads.map((each) => this.#openIn(each, id)));
    const opened = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = answers.flatMap((each, index) =>
      each.status === 'rejected' ? [{ by: threads[index]!, error: each.reason }] : [],
    );
    const refused = failed.find(({ by, error }) => !by.isBroken && !isBreakdown(error));
    if (refused) throw refused.error;
    // It may be what breaks them down: their successors begin without it.
    if (opened.length === 0) this.#models.delete(id);
    for (const { by, error } of failed) this.#replace(by, error);
    if (opened.length > 0) return opened;
    throw new BrokenThreadError({ code: 'worker-died', what: 'all threads broke down', cause: failed[0]!.error });
  }

  async closeModel(id: number): Promise<void> {
    this.#models.delete(id);
    await Promise.all(this.#threads.map(({ client }) => client.call('close', { id }).catch(() => {})));
  }

  /** Whether a thread can take a batch; isFull: one of full size, which may wait behind another. */
  canTake(isFull: boolean): boolean {
    return this.#usable().some(({ running }) => running.size < (isFull ? batchesPerThread : 1));
  }

  /**
   * One answer a structure, in order. A structure at which a thread breaks down gets a reason, and costs the others of its batch time
   * only. Rejects with what the model throws for the whole batch.
   */
  async predict(id: number, structures: readonly Structure[]): Promise<StructurePrediction[]> {
    const isKnown = structures.map((structure) => this.#culprits.has(textOf(structure)));
    const answers = await this.#predictOthers(
      id,
      structures.filter((_, index) => !isKnown[index]),
    );
    let next = 0;
    return isKnown.map((known) => (known ? { reason: brokeToolkit } : answers[next++]!));
  }

  async #predictOthers(id: number, structures: readonly Structure[]): Promise<StructurePrediction[]> {
    if (structures.length === 0) return [];
    try {
      // At once, without waiting for a promise: who asks whether it can take more must see this batch.
      return await this.#predictIn(this.#freestNow() ?? (await this.#freest()), id, structures);
    } catch (error) {
      if (!(error instanceof BrokenThreadError) || this.#isClosed) throw error;
    }
    // Two batches may have been in the thread: which structure broke it shows only where each is alone.
    const answers: StructurePrediction[] = [];
    for (const structure of structures) answers.push(await this.#predictAlone(id, structure));
    return answers;
  }

  /** In a thread that does nothing else meanwhile. */
  async #predictAlone(id: number, structure: Structure): Promise<StructurePrediction> {
    while (this.#alone.size > 0) await Promise.race(this.#alone);
    // Between the two of them by another request.
    if (this.#culprits.has(textOf(structure))) return { reason: brokeToolkit };
    const answer = this.#predictReserved(id, structure).finally(() => this.#alone.delete(answer));
    this.#alone.add(answer);
    return answer;
  }

  async #predictReserved(id: number, structure: Structure): Promise<StructurePrediction> {
    const reserved = await this.#reserve();
    try {
      const [answer] = await this.#predictIn(reserved, id, [structure]);
      return answer!;
    } catch (error) {
      if (!(error instanceof BrokenThreadError) || this.#isClosed) throw error;
      return this.#blame(structure);
    } finally {
      reserved.isReserved = false;
      this.onFree();
    }
  }

  /** A thread whose batches have ended, and that gets no other. */
  async #reserve(): Promise<Thread> {
    for (;;) {
      const chosen = await this.#freest();
      chosen.isReserved = true;
      await Promise.allSettled(chosen.running);
      if (!chosen.isBroken) return chosen;
      chosen.isReserved = false;
    }
  }

  #blame(structure: Structure): StructurePrediction {
    if (this.#culprits.size >= mostCulprits) this.#culprits.clear();
    this.#culprits.add(textOf(structure));
    return { reason: brokeToolkit };
  }

  /** In any thread. Throws DataError. */
  async findSmiles(input: FindColumn): Promise<number | undefined> {
    const ask = async () => {
      const chosen = await this.#freest();
      return this.#watched(chosen, chosen.client.call('findSmiles', input));
    };
    return ask().catch((error) => {
      // Once more, in another thread: what broke this one may have been a batch.
      if (error instanceof BrokenThreadError && !this.#isClosed) return ask();
      throw error;
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#replacing);
    await Promise.all(this.#threads.map(({ client }) => client.close()));
  }

  async #predictIn(chosen: Thread, id: number, structures: readonly Structure[]): Promise<StructurePrediction[]> {
    const call = this.#watched(chosen, chosen.client.call('predict', { id, structures }));
    chosen.running.add(call);
    try {
      return await call;
    } finally {
      chosen.running.delete(call);
      this.onFree();
    }
  }

  /** Replaces the thread if it breaks down at the call, or does not answer; throws BrokenThreadError then. */
  async #watched<Value>(chosen: Thread, call: Promise<Value>): Promise<Value> {
    const { patienceMs = 20_000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const what = `a thread made no progress within ${patienceMs / 1000} s`;
      const wait = (seen: number): void => {
        timer = setTimeout(() => {
          const now = progressOf(chosen);
          if (isComputing(chosen) || now !== seen) wait(now);
          else reject(new HungError({ code: 'worker-died', what }));
        }, patienceMs);
      };
      wait(progressOf(chosen));
    });
    try {
      return await Promise.race([call, late]);
    } catch (error) {
      call.catch(() => {});
      if (isBreakdown(error)) this.#replace(chosen, error);
      if (!chosen.isBroken) throw error;
      throw new BrokenThreadError({ code: 'worker-died', what: 'a thread broke down', cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  #freestNow(): Thread | undefined {
    const [first, ...others] = this.#usable();
    return first && others.reduce((best, each) => (each.running.size < best.running.size ? each : best), first);
  }

  #usable(): Thread[] {
    return this.#threads.filter(({ isBroken, isReserved }) => !isBroken && !isReserved);
  }

  async #freest(): Promise<Thread> {
    for (;;) {
      const chosen = this.#freestNow();
      if (chosen) return chosen;
      if (this.#isClosed) throw new MachineError({ code: 'worker-died', what: 'the service has ended' });
      await Promise.race([...this.#replacing, ...this.#alone]);
    }
  }

  #start(): Thread {
    const module = this.#options.module ?? new URL('./model-thread.node.js', import.meta.url);
    const client = threadClient<typeof import('./model-thread.node.ts')>(module, thread);
    const signs = new Int32Array(new SharedArrayBuffer(8));
    return { client, signs, running: new Set(), isBroken: false, isReserved: false };
  }

  #openIn({ client, signs }: Thread, id: number): Promise<Opened> {
    const { model, where } = this.#models.get(id)!;
    const { backend, withApplicability = false, coverage } = this.#options;
    return client.call('open', { id, model, where, signs, backend, withApplicability, coverage });
  }

  /** Without the broken thread at once; its successor follows once all models are open in it. */
  #replace(broken: Thread, error: unknown): void {
    if (broken.isBroken || this.#isClosed) return;
    broken.isBroken = true;
    this.#options.onReplaced?.(error);
    // A thread inside the runtime's native code would take the process with it; this one is outside.
    if (error instanceof HungError) broken.client.terminate();
    else if (isToolkitFailure(error)) void broken.client.close().catch(() => {});
    const replaced = this.#succeed(broken).finally(() => this.#replacing.delete(replaced));
    this.#replacing.add(replaced);
  }

  async #succeed(broken: Thread): Promise<void> {
    const { successor, ids } = await this.#startWithModels();
    this.#threads = this.#threads.map((each) => (each === broken ? successor : each));
    this.onFree();
    // Nobody told it of those that were closed meanwhile.
    const gone = ids.filter((id) => !this.#models.has(id));
    await Promise.allSettled(gone.map((id) => successor.client.call('close', { id })));
  }

  /** A thread in which a model does not open is told of and replaced, too, as often as a model has chances; then it has to do. */
  async #startWithModels(chances = chancesToOpen): Promise<{ readonly successor: Thread; readonly ids: number[] }> {
    const successor = this.#start();
    const ids = [...this.#models.keys()];
    const answers = await Promise.allSettled(ids.map((id) => this.#openIn(successor, id)));
    const failed = answers.find((each) => each.status === 'rejected');
    if (!failed || this.#isClosed) return { successor, ids };
    this.#options.onReplaced?.(failed.reason);
    if (chances <= 1) return { successor, ids };
    await successor.client.close().catch(() => {});
    return this.#startWithModels(chances - 1);
  }
}
