/** Predictors in threads of their own: parsing, features and the network all run there, so that several cores are used. */
import { Worker } from 'node:worker_threads';
import { RunError } from '../base/index.ts';
import { unpackError } from '../platform/index.ts';
import type { PoolAnswer, PoolQuestion, PoolSetup } from './pool-messages.ts';
import type { LoadPredictorOptions, Predictor, Structure, StructurePrediction } from './predictor.ts';

export interface PredictorPool {
  readonly predictors: readonly Predictor[];
  /** Of the predictors, each said once. */
  readonly warnings: readonly string[];
  /** Ends the threads. */
  close(): Promise<void>;
}

/**
 * Loads a model into `size` threads. moduleUrl: a module that exports `loadPredictor`.
 * Throws what loadPredictor throws.
 */
export async function openPredictorPool(
  moduleUrl: URL,
  model: Uint8Array,
  size: number,
  options: LoadPredictorOptions = {},
): Promise<PredictorPool> {
  const shared = new SharedArrayBuffer(model.length);
  new Uint8Array(shared).set(model);
  const setup: PoolSetup = { moduleUrl: String(moduleUrl), model: shared, options };
  const threads = Array.from({ length: size }, () => new PredictorThread(setup));
  const close = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.close()));
  };
  try {
    const warnings = await Promise.all(threads.map((thread) => thread.ready));
    return { predictors: threads, warnings: [...new Set(warnings.flat())], close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Waiting {
  readonly resolve: (predictions: StructurePrediction[]) => void;
  readonly reject: (error: Error) => void;
}

class PredictorThread implements Predictor {
  /** Its warnings, once the model is loaded. */
  readonly ready: Promise<readonly string[]>;
  readonly #worker: Worker;
  readonly #exited: Promise<unknown>;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #ended: Error | undefined;

  constructor(setup: PoolSetup) {
    this.#worker = new Worker(new URL('./predictor-worker.node.js', import.meta.url), { workerData: setup });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', resolve);
    });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (answer: PoolAnswer) => {
        if (answer.kind === 'ready') resolve(answer.warnings);
        else if (answer.kind === 'not ready') reject(unpackError(answer.error));
        else this.#answer(answer);
      });
      const end = (error: Error): void => {
        reject(error);
        this.#end(error);
      };
      this.#worker.on('error', (cause) => end(threadEnded(cause.message, cause)));
      this.#worker.on('exit', (code) => end(threadEnded(`it ended with code ${code}`)));
    });
  }

  predict(structures: readonly Structure[]): Promise<StructurePrediction[]> {
    if (this.#ended) return Promise.reject(this.#ended);
    const question: PoolQuestion = { id: this.#asked++, structures };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      this.#worker.postMessage(question);
    });
  }

  /** Lets the thread finish what it does: one that is ended inside the runtime takes the whole process with it. */
  async close(): Promise<void> {
    await this.ready.catch(() => {});
    this.#worker.postMessage('close');
    await this.#exited;
  }

  #answer(answer: Extract<PoolAnswer, { readonly id: number }>): void {
    const { resolve, reject } = this.#waiting.get(answer.id)!;
    this.#waiting.delete(answer.id);
    if (answer.kind === 'predictions') resolve(answer.predictions);
    else reject(unpackError(answer.error));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function threadEnded(what: string, cause?: unknown): RunError {
  return new RunError({
    what: `a prediction thread failed: ${what}`,
    advice: 'If memory ran out, take fewer --num-workers.',
    cause,
  });
}
