/** What pre-training needs of a molecule, computed once and kept on disk: the molecule itself is not needed any more. */
import { type Chemistry, contextsOf, functionalGroups, groupsOf, type Molecule } from '../../chem/index.ts';
import type { Model } from '../../models/index.ts';
import type { MoleculeTask } from '../../runs/index.ts';
import { bitsOf, descriptorsOf } from '../molecule-targets.ts';

export interface PreparedMolecule {
  /** As the model reads it. */
  readonly features: unknown;
  /** Contexts as texts, [atoms] and [bonds]; bonds in the order of the features. */
  readonly atoms: readonly string[];
  readonly bonds: readonly string[];
  /** 1 for functional groups that it has, [groups]. */
  readonly motifs: Uint8Array;
  /** As they are computed, [descriptors]; empty where they are no task. */
  readonly descriptors: Float64Array;
  /** [bits]; empty where they are no task. */
  readonly bits: Uint8Array;
}

export interface PrepareOptions {
  readonly chemistry: Chemistry;
  readonly model: Model;
  readonly tasks: readonly MoleculeTask[];
}

export function prepareMolecules(
  molecules: readonly Molecule[],
  { chemistry, model, tasks }: PrepareOptions,
): PreparedMolecule[] {
  const motifs = Uint8Array.from(groupsOf(molecules, chemistry));
  const width = functionalGroups.length;
  const descriptors = tasks.includes('descriptors') ? descriptorsOf(molecules, chemistry) : undefined;
  return molecules.map((molecule, row) => {
    const { atoms, bonds } = contextsOf(molecule);
    return {
      features: model.featurize(molecule),
      atoms,
      bonds: bondOrder(molecule).map((bond) => bonds[bond]!),
      motifs: motifs.slice(row * width, (row + 1) * width),
      descriptors: descriptors?.[row] ?? new Float64Array(),
      bits: tasks.includes('fingerprint') ? bitsOf(molecule, chemistry) : new Uint8Array(),
    };
  });
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
