/** random_with_repeated_smiles: a random split in which rows of the same structure stay in one part. */
import type { RandomStream } from '../../base/index.ts';
import { fillParts, groupRows } from './grouping.ts';
import type { Split } from './split.ts';
import { partCounts, type SplitSizes } from './split-sizes.ts';

/** canonicalSmiles: [rows]. Structures in random order, each to train while it fits, then to val, then to test. */
export function repeatedSmilesSplit(
  canonicalSmiles: readonly string[],
  sizes: SplitSizes,
  stream: RandomStream,
): Split {
  return fillParts(stream.shuffle(groupRows(canonicalSmiles)), partCounts(canonicalSmiles.length, sizes));
}
