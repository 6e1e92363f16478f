/** The training molecules that are most like a new one, by the Tanimoto similarity of their fingerprints. */
import { type BitSearch, bitSearch, mostSimilar, tanimotoSimilarities } from '../chem/index.ts';
import { fingerprintKind } from './fingerprint.ts';
import type { TrainingMolecules } from './training-molecules.ts';

export interface FoundMolecule {
  /** Position among the training molecules. */
  readonly molecule: number;
  /** 0 to 1. */
  readonly similarity: number;
}

/** Training molecules, ready to be searched. */
export interface NeighborSearch {
  readonly training: TrainingMolecules;
  readonly fingerprints: BitSearch;
}

export function neighborSearch(training: TrainingMolecules): NeighborSearch {
  return { training, fingerprints: bitSearch(training.fingerprints, fingerprintKind.bits) };
}

/** The most similar ones that are wanted, the most similar first; of equal ones, those that come first in the training. */
export function nearestMolecules(
  { fingerprints }: NeighborSearch,
  bits: ArrayLike<number>,
  wanted: { count?: number; isWanted?: (molecule: number) => boolean } = {},
): FoundMolecule[] {
  const found = mostSimilar(tanimotoSimilarities(fingerprints, bits), wanted);
  return found.map(({ index, similarity }) => ({ molecule: index, similarity }));
}
