/** From a prepared molecule to what is predicted of it: classes of its contexts, standardized descriptors. */
import type { PretrainTargets } from '../labels.ts';
import { Vocabulary } from '../vocabulary.ts';
import { type MomentSums, Moments } from './moments.ts';
import type { PreparedMolecule } from './prepared-molecule.ts';

/** Largest standardized descriptor, either side of 0. */
const largest = 6;

export interface ContextCounts {
  readonly atoms: ReadonlyMap<string, number>;
  readonly bonds: ReadonlyMap<string, number>;
}

export class CorpusClasses {
  readonly atoms: Vocabulary;
  readonly bonds: Vocabulary;
  readonly #means: Float64Array;
  readonly #deviations: Float64Array;

  /** leastCount: contexts that occur less often are "other". */
  constructor(
    { atoms, bonds, moments: sums }: ContextCounts & { readonly moments: MomentSums },
    { leastCount }: { readonly leastCount: number },
  ) {
    this.atoms = Vocabulary.fromCounts(atoms, { leastCount });
    this.bonds = Vocabulary.fromCounts(bonds, { leastCount });
    const moments = new Moments(sums.mean.length);
    moments.addSums(sums);
    this.#means = moments.means;
    this.#deviations = moments.deviations;
  }

  targetsOf({ atoms, bonds, motifs, descriptors, bits }: PreparedMolecule): PretrainTargets {
    return {
      atomClasses: Int32Array.from(atoms, (text) => this.atoms.classOf(text)),
      bondClasses: Int32Array.from(bonds, (text) => this.bonds.classOf(text)),
      motifs,
      descriptors: Float32Array.from(descriptors, (value, column) => this.#standardized(value, column)),
      bits,
    };
  }

  /** A missing value is the mean; one that never differs is 0. */
  #standardized(value: number, column: number): number {
    const deviation = this.#deviations[column]!;
    if (Number.isNaN(value) || deviation === 0) return 0;
    return Math.max(-largest, Math.min(largest, (value - this.#means[column]!) / deviation));
  }
}
