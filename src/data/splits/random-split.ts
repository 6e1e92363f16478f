/** Random split: the rows shuffled once; the first part trains, the next validates, the last tests. */
import type { RandomStream } from '../../base/index.ts';
import type { Split } from './split.ts';
import { partCounts, type SplitSizes } from './split-sizes.ts';

export function randomSplit(rows: number, sizes: SplitSizes, stream: RandomStream): Split {
  const { train, val } = partCounts(rows, sizes);
  const shuffled = stream.shuffle(Array.from({ length: rows }, (_, row) => row));
  return {
    train: shuffled.slice(0, train),
    val: shuffled.slice(train, train + val),
    test: shuffled.slice(train + val),
  };
}
