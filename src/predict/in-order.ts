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

/**
 * Starts work on up to `atOnce` items and yields the results in order. It reads on only as results are taken, so a slow reader
 * slows the whole stream down instead of filling memory. The first failure, in order, ends it.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  atOnce: number,
): AsyncGenerator<Result> {
  const started: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    // Its failure is thrown when its turn comes; until then it is not an unhandled one.
    result.catch(() => {});
    started.push(result);
    if (started.length >= atOnce) yield await started.shift()!;
  }
  while (started.length > 0) yield await started.shift()!;
}
