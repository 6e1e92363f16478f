/** Parallel work on a stream with the results in the stream's order, and never more than a few items in memory. */

export interface ChunkOptions<Item> {
  /** Most items in a list. */
  readonly size: number;
  /** What an item counts towards `mostWeight`. */
  readonly weigh: (item: Item) => number;
  /** A list ends with the item that reaches it. */
  readonly mostWeight: number;
}

/** Lists of `size` items, or fewer heavy ones; every `size` items a list begins, however heavy those before were. The last may be shorter. */
export async function* chunks<Item>(
  items: AsyncIterable<Item>,
  { size, weigh, mostWeight }: ChunkOptions<Item>,
): AsyncGenerator<Item[]> {
  let chunk: Item[] = [];
  let weight = 0;
  let count = 0;
  for await (const item of items) {
    chunk.push(item);
    weight += weigh(item);
    if (++count % size !== 0 && weight < mostWeight) continue;
    yield chunk;
    [chunk, weight] = [[], 0];
  }
  if (chunk.length > 0) yield chunk;
}

interface OrderOptions<Item> {
  /** Most items that are at work. */
  readonly atOnce: number;
  /** What an item counts towards `mostWeight`. Default 1. */
  readonly weigh?: ((item: Item) => number) | undefined;
  /** No other is read while those at work reach it. Default: any. */
  readonly mostWeight?: number | undefined;
}

/**
 * Starts work on up to `atOnce` items, or fewer heavy ones, and yields the results in order. It reads on only as results are taken, so
 * a slow reader slows the whole stream down instead of filling memory. The first failure, in order, ends it.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  { atOnce, weigh = () => 1, mostWeight = Number.POSITIVE_INFINITY }: OrderOptions<Item>,
): AsyncGenerator<Result> {
  const started: { readonly result: Promise<Result>; readonly weight: number }[] = [];
  let total = 0;
  const taken = (): Promise<Result> => {
    const { result, weight } = started.shift()!;
    total -= weight;
    return result;
  };
  for await (const item of items) {
    const result = work(item);
    // Its failure is thrown when its turn comes; until then it is not an unhandled one.
    result.catch(() => {});
    const weight = weigh(item);
    started.push({ result, weight });
    total += weight;
    while (started.length >= atOnce || (total >= mostWeight && started.length > 0)) yield await taken();
  }
  while (started.length > 0) yield await taken();
}
