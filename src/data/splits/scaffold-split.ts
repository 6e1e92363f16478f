/**
 * Scaffold split, as DeepChem makes it: molecules of one Bemis-Murcko scaffold stay together, the most frequent scaffolds train.
 * Deterministic. Not the same as scaffold_balanced: on bbbp the two differ by up to 0.25 ROC-AUC, so neither is ever an alias of the other.
 *
 * Source: Wu et al. 2018 (MoleculeNet, arXiv 1703.00564), section 3.2, in the published form of deepchem.splits.ScaffoldSplitter. Scaffolds
 * are ordered by (number of molecules, first row), both descending: among equally frequent ones the last in the table comes first, so
 * that a table sorted by its labels does not fill validation and test with its end.
 */
import { addRows, groupRows } from './grouping.ts';
import type { Split } from './split.ts';
import type { SplitSizes } from './split-sizes.ts';

/**
 * scaffolds: [rows], '' for acyclic molecules, which form one group. Each group goes to train unless train would then have more than its
 * share; else to val unless train and val together would then have more than theirs; else to test. So a large group can end up
 * in test while smaller ones still enter train.
 */
export function scaffoldSplit(scaffolds: readonly string[], sizes: SplitSizes): Split {
  const groups = groupRows(scaffolds).sort((a, b) => b.length - a.length || b[0]! - a[0]!);
  const most = { train: sizes.train * scaffolds.length, both: (sizes.train + sizes.val) * scaffolds.length };
  const [train, val, test]: [number[], number[], number[]] = [[], [], []];
  for (const group of groups) {
    if (train.length + group.length <= most.train) addRows(train, group);
    else if (train.length + val.length + group.length <= most.both) addRows(val, group);
    else addRows(test, group);
  }
  return { train, val, test };
}
