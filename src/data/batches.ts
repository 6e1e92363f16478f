/** Cutting the rows of a data set into batches: shuffled when a random stream is given, in order otherwise. */
import { ConfigError, type RandomStream } from '../base/index.ts';

export interface BatchOptions {
  /** Shuffles a copy of the rows with this stream; without it, the order given is kept. */
  readonly stream?: RandomStream | undefined;
  /** Leave out the last batch if it is incomplete; a single batch is never left out. Default false. */
  readonly dropLast?: boolean | undefined;
}

/**
 * Yields batches of `batchSize` rows; the last may be smaller. A batch size above the number of rows gives one batch.
 * The whole permutation is drawn before the first batch, so a stream's state after this call does not depend on how far
 * the batches were read.
 */
export function batches(rows: ArrayLike<number>, batchSize: number, options: BatchOptions = {}): number[][] {
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['training', 'batchSize'],
      what: `batch size ${batchSize} is not a whole number above 0`,
    });
  }
  const ordered = Array.from(rows);
  options.stream?.shuffle(ordered);
  const all: number[][] = [];
  for (let start = 0; start < ordered.length; start += batchSize) all.push(ordered.slice(start, start + batchSize));
  const last = all.at(-1);
  if (options.dropLast && all.length > 1 && last && last.length < batchSize) all.pop();
  return all;
}

/** `count` rows, as many of each group; the rows of a group are all taken before one is taken again. */
export function drawEvenly(groups: readonly (readonly number[])[], count: number, stream: RandomStream): number[] {
  return groups.flatMap((rows, index) => {
    const wanted = Math.floor((count * (index + 1)) / groups.length) - Math.floor((count * index) / groups.length);
    const drawn: number[] = [];
    while (drawn.length < wanted) {
      const again = [...rows];
      stream.shuffle(again);
      drawn.push(...again.slice(0, wanted - drawn.length));
    }
    return drawn;
  });
}

/** Blocks whose rows are shuffled together. */
export const mixedBlocks = 8;

/**
 * All rows of the blocks in random order, so that no more than `mixedBlocks` of them are needed at a time: the blocks are shuffled, and the
 * rows of each eight neighbors.
 */
export function shuffleBlocks(blocks: readonly (readonly number[])[], stream: RandomStream): number[] {
  const order = [...blocks];
  stream.shuffle(order);
  const all: number[] = [];
  for (let start = 0; start < order.length; start += mixedBlocks) {
    const mixed = order.slice(start, start + mixedBlocks).flat();
    stream.shuffle(mixed);
    for (const row of mixed) all.push(row);
  }
  return all;
}
