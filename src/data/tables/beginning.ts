/** Looking at the beginning of a stream without losing it. */

/** A stream that can be ended at any time. */
interface Endable<Item> extends AsyncIterableIterator<Item> {
  return(): Promise<IteratorResult<Item>>;
}

/** Items that were read, then those that follow. Ended before its first item it ends the iterator too, which a generator that has not begun would not. */
export function rejoined<Item>(read: readonly Item[], iterator: AsyncIterator<Item>): Endable<Item> {
  const held = [...read];
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      return held.length > 0 ? { done: false, value: held.shift()! } : iterator.next();
    },
    async return() {
      held.length = 0;
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
}

const mostItems = 1000;
/** Above what a thousand rows of any but the widest tables take: a row may hold megabytes, and a small archive thousands of such rows. */
const mostBytes = 1 << 25;

interface Beginning<Item> {
  readonly items: readonly Item[];
  /** There are no others. */
  readonly isWhole: boolean;
  /** Still gives all of them. */
  readonly all: Endable<Item>;
}

/** The first thousand items, or fewer that take much memory. */
export async function beginningOf<Item>(
  source: AsyncIterable<Item>,
  bytesOf: (item: Item) => number,
): Promise<Beginning<Item>> {
  const iterator = source[Symbol.asyncIterator]();
  const items: Item[] = [];
  let [bytes, isWhole] = [0, false];
  while (items.length < mostItems && bytes < mostBytes) {
    const next = await iterator.next();
    if (next.done) {
      isWhole = true;
      break;
    }
    items.push(next.value);
    bytes += bytesOf(next.value);
  }
  return { items, isWhole, all: rejoined(items, iterator) };
}

/** What a string takes beside its characters. */
const bytesPerText = 16;

/** About how much memory these take. */
export function bytesOfTexts(texts: Iterable<string>): number {
  let bytes = 0;
  for (const text of texts) bytes += text.length + bytesPerText;
  return bytes;
}
