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
  /** After so long without an answer, and without computing, a thread counts as hung. Default 20 s. */
  readonly patienceMs?: number | undefined;
  /** Called when a thread is replaced, and why. */
  readonly onReplaced?: ((error: unknown) => void) | undefined;
  /** The module that threads serve. Default model-thread.node.ts. */
  readonly module?: URL | undefined;
}

interface Thread {
  readonly client: Client<ThreadModule>;
  readonly computing: Int32Array;
  /** Batches given to it and not answered. */
  batches: number;
  isBroken: boolean;
}

interface OpenedModel {
  readonly model: SharedArrayBuffer;
  readonly where: string;
}

/** Batches a thread: one that it computes and one that waits, so that it never does. */
const batchesPerThread = 2;
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

/** Whether the runtime is at work in the thread. */
const isComputing = ({ computing }: Thread): boolean => Atomics.load(computing, 0) === 1;
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
    const id = this.#opened++;
    this.#models.set(id, { model, where });
    try {
      const opened = await Promise.all(this.#threads.map((each) => this.#openIn(each, id)));
      return { id, targets: opened[0]!.targets, warnings: [...new Set(opened.flatMap(({ warnings }) => warnings))] };
    } catch (error) {
      await this.closeModel(id);
      throw error;
    }
  }

  async closeModel(id: number): Promise<void> {
    this.#models.delete(id);
    await Promise.all(this.#threads.map(({ client }) => client.call('close', { id }).catch(() => {})));
  }

  /** Whether a thread can take a batch; isFull: one of full size, which may wait behind another. */
  canTake(isFull: boolean): boolean {
    return this.#threads.some(({ batches, isBroken }) => !isBroken && batches < (isFull ? batchesPerThread : 1));
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
      return await this.#predictOnce(id, structures);
    } catch (error) {
      if (!isBreakdown(error) || this.#isClosed) throw error;
      if (structures.length === 1) return [this.#blame(structures[0]!)];
    }
    const alone: StructurePrediction[] = [];
    for (const structure of structures) alone.push(...(await this.predict(id, [structure])));
    return alone;
  }

  #blame(structure: Structure): StructurePrediction {
    if (this.#culprits.size >= mostCulprits) this.#culprits.clear();
    this.#culprits.add(textOf(structure));
    return { reason: brokeToolkit };
  }

  /** In any thread. Throws DataError. */
  async findSmiles(input: FindColumn): Promise<number | undefined> {
    const chosen = await this.#freest();
    return this.#watched(chosen, chosen.client.call('findSmiles', input));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#replacing);
    await Promise.all(this.#threads.map(({ client }) => client.close()));
  }

  async #predictOnce(id: number, structures: readonly Structure[]): Promise<StructurePrediction[]> {
    // At once, without waiting for a promise: who asks whether it can take more must see this batch.
    const chosen = this.#freestNow() ?? (await this.#freest());
    chosen.batches++;
    try {
      return await this.#watched(chosen, chosen.client.call('predict', { id, structures }));
    } finally {
      chosen.batches--;
      this.onFree();
    }
  }

  /** Replaces the thread if it breaks down at the call, or does not answer. */
  async #watched<Value>(chosen: Thread, call: Promise<Value>): Promise<Value> {
    const { patienceMs = 20_000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const what = `a thread gave no answer within ${patienceMs / 1000} s`;
      const look = (): void => {
        if (isComputing(chosen)) timer = setTimeout(look, patienceMs);
        else reject(new HungError({ code: 'worker-died', what }));
      };
      timer = setTimeout(look, patienceMs);
    });
    try {
      return await Promise.race([call, late]);
    } catch (error) {
      call.catch(() => {});
      if (isBreakdown(error)) this.#replace(chosen, error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #freestNow(): Thread | undefined {
    const usable = this.#threads.filter(({ isBroken }) => !isBroken);
    return usable.length === 0 ? undefined : usable.reduce((best, each) => (each.batches < best.batches ? each : best));
  }

  async #freest(): Promise<Thread> {
    for (;;) {
      const chosen = this.#freestNow();
      if (chosen) return chosen;
      if (this.#isClosed) throw new MachineError({ code: 'worker-died', what: 'the service has ended' });
      await Promise.race(this.#replacing);
    }
  }

  #start(): Thread {
    const module = this.#options.module ?? new URL('./model-thread.node.js', import.meta.url);
    const client = threadClient<typeof import('./model-thread.node.ts')>(module, thread);
    return { client, computing: new Int32Array(new SharedArrayBuffer(4)), batches: 0, isBroken: false };
  }

  #openIn({ client, computing }: Thread, id: number): Promise<Opened> {
    const { model, where } = this.#models.get(id)!;
    const { backend, withApplicability = false, coverage } = this.#options;
    return client.call('open', { id, model, where, computing, backend, withApplicability, coverage });
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
    const successor = this.#start();
    const ids = [...this.#models.keys()];
    await Promise.allSettled(ids.map((id) => this.#openIn(successor, id)));
    this.#threads = this.#threads.map((each) => (each === broken ? successor : each));
    this.onFree();
  }
}
