/**
 * Splits by groups keep scaffolds whole, so that a group larger than the training part lands in validation or test and turns the shares
 * round: most molecules would be tested and few trained on.
 */
import { DataError, setting } from '../../base/index.ts';
import { groupRows } from './grouping.ts';
import type { Split } from './split.ts';
import type { SplitSizes } from './split-sizes.ts';

/** Least part of its share that training must get. */
const leastShare = 0.75;
/** Smallest and largest part of its share that validation and test may get without a word. */
const [small, large] = [0.5, 2];

export interface SharesOptions {
  /** The fractions that were asked for. */
  readonly sizes: SplitSizes;
  /** [rows], '' for acyclic molecules. */
  readonly scaffolds: readonly string[];
  readonly type: string;
}

/** Throws DataError, naming the group that is too large, if training gets far less than its share. */
export function refuseTurnedShares({ train, val, test }: Split, { sizes, scaffolds, type }: SharesOptions): void {
  const rows = train.length + val.length + test.length;
  if (train.length >= leastShare * Math.floor(sizes.train * rows)) return;
  const { size, what } = largestGroup(scaffolds);
  const needed = Math.min(0.99, Math.ceil((100 * (size + 1)) / rows) / 100);
  throw new DataError({
    code: 'split-unbalanced',
    path: ['split', 'type'],
    what:
      `${setting('split.type', type)} would train on ${train.length} of ${rows} molecules, validate on ${val.length} and test on ${test.length}: ` +
      `${what} and ${size > sizes.train * rows ? 'do not fit' : 'leave no room for others in'} the training part (${Math.floor(sizes.train * rows)})`,
    advice:
      `Use ${setting('split.type', 'random')}, or random_with_repeated_smiles; a training share of ${needed} (${setting('split.sizes')}) would hold them. ` +
      `${setting('split.file')} takes a split of your own.`,
  });
}

/** A summary for validation or test far from its share, with the group that is the cause. */
export function shareWarnings(split: Split, { sizes, scaffolds, type }: SharesOptions): string[] {
  const rows = split.train.length + split.val.length + split.test.length;
  const off = (['val', 'test'] as const).filter((part) => {
    const wanted = sizes[part] * rows;
    return wanted >= 1 && (split[part].length < small * wanted || split[part].length > large * wanted);
  });
  if (off.length === 0) return [];
  const parts = off.map((part) => `${part} has ${split[part].length} instead of ${Math.round(sizes[part] * rows)}`);
  return [
    `${setting('split.type', type)} keeps scaffolds whole, and so ${parts.join(', ')} molecules (${largestGroup(scaffolds).what}). Other ${setting('split.sizes')} or ` +
      `${setting('split.type', 'random')} give the shares.`,
  ];
}

function largestGroup(scaffolds: readonly string[]): { size: number; what: string } {
  const largest = groupRows(scaffolds).reduce((most, group) => (group.length > most.length ? group : most));
  const scaffold = scaffolds[largest[0]!]!;
  const name = scaffold === '' ? 'have no ring and count as one scaffold' : `share the scaffold ${scaffold}`;
  return { size: largest.length, what: `${largest.length} molecules ${name}` };
}
