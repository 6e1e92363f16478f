/** Parallel work on a stream with the results in the stream's order, and never more than a few items in memory. */

/** Lists of `size` items; the last may be shorter. */
export async function* chunks<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
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
    // Its failure is told when its turn comes; until then it is not an unhandled one.
    result.catch(() => {});
    started.push(result);
    if (started.length >= atOnce) yield await started.shift()!;
  }
  while (started.length > 0) yield await started.shift()!;
}
