/** Predictions that can be awaited as a list or read one by one. */
import { chunks } from './in-order.ts';
import type { Structure } from './predictor.ts';

export type Structures = Iterable<Structure> | AsyncIterable<Structure>;

export interface MoleculePrediction {
  /** As it was given; of a molfile block its canonical SMILES. */
  readonly smiles: string;
  /** By the names of the model's fields, `logS_prediction` and so on. */
  readonly values?: Readonly<Record<string, number | string>>;
  /** Why there are no values. */
  readonly reason?: string;
  /** Beside values: what speaks against them. */
  readonly note?: string;
}

export interface PredictOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Molecules that are computed before anything else gets a turn: a batch of the model. */
const chunkSize = 64;

/** Begins when it is awaited or read, and reads its structures once. */
export class PredictionStream implements PromiseLike<MoleculePrediction[]>, AsyncIterable<MoleculePrediction> {
  readonly #predictions: AsyncGenerator<MoleculePrediction>;
  #all: Promise<MoleculePrediction[]> | undefined;

  constructor(
    structures: Structures,
    predict: (chunk: readonly Structure[]) => Promise<MoleculePrediction[]>,
    { signal }: PredictOptions = {},
  ) {
    this.#predictions = generate(structures, predict, signal);
  }

  // biome-ignore lint/suspicious/noThenProperty: it is meant to be awaited.
  then<Fulfilled = MoleculePrediction[], Rejected = never>(
    onFulfilled?: ((all: MoleculePrediction[]) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((error: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    this.#all ??= collect(this.#predictions);
    return this.#all.then(onFulfilled, onRejected);
  }

  [Symbol.asyncIterator](): AsyncGenerator<MoleculePrediction> {
    return this.#predictions;
  }
}

async function* generate(
  structures: Structures,
  predict: (chunk: readonly Structure[]) => Promise<MoleculePrediction[]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<MoleculePrediction> {
  const cut = chunks(asynchronous(structures), { size: chunkSize, weigh: () => 1, mostWeight: chunkSize });
  for await (const chunk of cut) {
    signal?.throwIfAborted();
    yield* await predict(chunk);
    // The runtime computes on this thread: a page draws and hears its signal here.
    await new Promise((resolve) => setTimeout(resolve));
  }
  signal?.throwIfAborted();
}

async function* asynchronous(structures: Structures): AsyncGenerator<Structure> {
  yield* structures;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
