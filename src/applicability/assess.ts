/** What a user should know of a molecule before trusting its prediction. */
import type { Molecule } from '../chem/index.ts';
import { atomEnvironments } from './environments.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type NeighborSearch, nearestMolecules } from './nearest.ts';
import { trainingLabels } from './training-molecules.ts';

export interface Applicability {
  /** Canonical SMILES of the most similar training molecule; empty where the file keeps no structures. */
  readonly smiles: string;
  /** Its Tanimoto similarity, 0 to 1. Stereo does not count: 1 does not mean the same molecule. */
  readonly similarity: number;
  /** Its labels: numbers, or numbers of classes, [tasks], NaN where missing. */
  readonly labels: readonly number[];
  /** Share of the molecule's atoms whose environment (itself and its neighbors) no training molecule has, 0 to 1. */
  readonly unseenEnvironments: number;
}

/** Cost: a fingerprint, and about 7 additions for each training molecule. */
export function assess(search: NeighborSearch, molecule: Molecule): Applicability {
  const { training } = search;
  const [nearest] = nearestMolecules(search, fingerprintOf(molecule));
  const environments = atomEnvironments(molecule);
  const unseen = environments.filter((environment) => !training.environments.has(environment)).length;
  return {
    smiles: training.smiles[nearest!.molecule]!,
    similarity: nearest!.similarity,
    labels: [...trainingLabels(training, nearest!.molecule)],
    unseenEnvironments: unseen / environments.length,
  };
}
