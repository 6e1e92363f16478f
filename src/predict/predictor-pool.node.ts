/** Predictors in threads of their own: parsing, features and the network all run there, so that several cores are used. */
import { setting } from '../base/index.ts';
import type { Client, PeerDescription } from '../platform/index.ts';
import type { OpenPredictorOptions, Predictor } from './predictor.ts';
import type { ServedPredictor } from './serve-predictor.ts';

export interface PredictorPool {
  readonly predictors: readonly Predictor[];
  /** Of the predictors, each once. */
  readonly warnings: readonly string[];
  /** Lets the threads finish what they do, and ends them. */
  close(): Promise<void>;
}

/** For errors. */
export const predictionThread: PeerDescription = {
  who: 'a prediction thread',
  advice: `If memory ran out, take fewer ${setting('machine.threads')}.`,
};

/**
 * Loads a model into `size` threads, each of which `start` begins.
 * Throws what loading throws.
 */
export async function openPredictorPool(
  start: () => Client<ServedPredictor>,
  model: Uint8Array,
  size: number,
  options: OpenPredictorOptions = {},
): Promise<PredictorPool> {
  const shared = new SharedArrayBuffer(model.length);
  new Uint8Array(shared).set(model);
  const threads = Array.from({ length: size }, start);
  const close = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.close()));
  };
  try {
    const warnings = await Promise.all(threads.map((thread) => thread.call('open', { model: shared, options })));
    const predictors = threads.map((thread): Predictor => ({ predict: (rows) => thread.call('predict', rows) }));
    return { predictors, warnings: [...new Set(warnings.flat())], close };
  } catch (error) {
    await close();
    throw error;
  }
}
