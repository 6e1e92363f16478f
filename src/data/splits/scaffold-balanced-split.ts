/**
 * Scaffold-balanced split, as GROVER and Chemprop make it: scaffolds stay together, and scaffolds that would fill more than
 * half of validation or test come first (so that they train), the others in random order. It depends on the seed.
 */
import type { RandomStream } from '../../base/index.ts';
import { fillParts, groupRows } from './grouping.ts';
import type { Split } from './split.ts';
import { partCounts, type SplitSizes } from './split-sizes.ts';

/** scaffolds: [rows], '' for acyclic molecules, which form one group. Big groups are shuffled, then the others. */
export function scaffoldBalancedSplit(scaffolds: readonly string[], sizes: SplitSizes, stream: RandomStream): Split {
  const room = partCounts(scaffolds.length, sizes);
  const groups = groupRows(scaffolds);
  const isBig = (group: readonly number[]): boolean => group.length > room.val / 2 || group.length > room.test / 2;
  const big = stream.shuffle(groups.filter(isBig));
  const others = stream.shuffle(groups.filter((group) => !isBig(group)));
  return fillParts([...big, ...others], room);
}
