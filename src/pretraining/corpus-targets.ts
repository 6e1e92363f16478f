/** What pre-training predicts of the molecules of a corpus, with the vocabularies that it is counted in. */
import { type Chemistry, contextsOf, functionalGroups, groupsOf, type Molecule } from '../chem/index.ts';
import type { MoleculeTask } from '../runs/index.ts';
import type { PretrainTargets } from './labels.ts';
import { type MoleculeTargets, moleculeTargets } from './molecule-targets.ts';
import { Vocabulary } from './vocabulary.ts';

export interface CorpusTargets {
  readonly atoms: Vocabulary;
  readonly bonds: Vocabulary;
  /** [molecules] */
  readonly targets: readonly PretrainTargets[];
  /** 1 where a molecule has a functional group, [molecules, groups]. */
  readonly motifs: Float64Array;
  readonly sizes: MoleculeTargets['sizes'];
}

export interface CorpusTargetOptions {
  /** Contexts that occur less often are "other". */
  readonly leastCount: number;
  /** What else is predicted of a molecule as a whole. */
  readonly tasks: readonly MoleculeTask[];
  /** Rows for training. */
  readonly train: readonly number[];
}

export function targetsOfCorpus(
  molecules: readonly Molecule[],
  chemistry: Chemistry,
  { leastCount, tasks, train }: CorpusTargetOptions,
): CorpusTargets {
  const contexts = molecules.map((molecule) => {
    const { atoms, bonds } = contextsOf(molecule);
    return { atoms, bonds: bondOrder(molecule).map((bond) => bonds[bond]!) };
  });
  const atoms = Vocabulary.count(
    contexts.flatMap((each) => each.atoms),
    { leastCount },
  );
  const bonds = Vocabulary.count(
    contexts.flatMap((each) => each.bonds),
    { leastCount },
  );
  const motifs = Float64Array.from(groupsOf(molecules, chemistry));
  const width = functionalGroups.length;
  const { descriptors, bits, sizes } = moleculeTargets(molecules, { chemistry, train, tasks });
  return {
    atoms,
    bonds,
    motifs,
    sizes,
    targets: contexts.map((each, row) => ({
      atomClasses: Int32Array.from(each.atoms, (text) => atoms.classOf(text)),
      bondClasses: Int32Array.from(each.bonds, (text) => bonds.classOf(text)),
      motifs: motifs.subarray(row * width, (row + 1) * width),
      descriptors: descriptors[row]!,
      bits: bits[row]!,
    })),
  };
}

/** The molecule's bonds in the order of models' rows: by the lower of their atoms, then by the higher. */
function bondOrder({ bonds }: Molecule): number[] {
  const ends = bonds.map(({ begin, end }) => [Math.min(begin, end), Math.max(begin, end)] as const);
  return [...bonds.keys()].sort((left, right) => {
    const [lower, higher] = ends[left]!;
    const [otherLower, otherHigher] = ends[right]!;
    return lower - otherLower || higher - otherHigher;
  });
}
