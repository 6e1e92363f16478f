/**
 * The sets of bits that are most like another, by Tanimoto similarity:
 *   similarity = shared bits / (bits of one + bits of the other - shared bits); two sets without bits are the same: 1
 * Exact, by an inverted index: for each bit the sets that have it. A search adds one to a counter for every bit that the other shares with
 * a set, and never touches what they do not share: about 7 additions for each fingerprint of ESOL, where comparing words of bits takes 64.
 */

export interface SimilarSet {
  /** Position among the sets. */
  readonly index: number;
  /** 0 to 1. */
  readonly similarity: number;
}

/** Sets of bits, ready to be searched. */
export interface BitSearch {
  /** Bits of each set, [sets]. */
  readonly sizes: Int32Array;
  /** Sets with bit b: `holders` from offsets[b] to offsets[b + 1]; [width + 1]. */
  readonly offsets: Int32Array;
  readonly holders: Int32Array;
}

/** sets: the bits of each, from 0 to width - 1. */
export function bitSearch(sets: readonly ArrayLike<number>[], width: number): BitSearch {
  const offsets = new Int32Array(width + 1);
  for (const bits of sets) {
    for (let entry = 0; entry < bits.length; entry++) offsets[bits[entry]! + 1]!++;
  }
  for (let bit = 0; bit < width; bit++) offsets[bit + 1]! += offsets[bit]!;
  const holders = new Int32Array(offsets[width]!);
  const next = offsets.slice();
  sets.forEach((bits, index) => {
    for (let entry = 0; entry < bits.length; entry++) holders[next[bits[entry]!]!++] = index;
  });
  return { sizes: Int32Array.from(sets, ({ length }) => length), offsets, holders };
}

/** Similarity of `bits` to every set, [sets]. */
export function tanimotoSimilarities({ sizes, offsets, holders }: BitSearch, bits: ArrayLike<number>): Float64Array {
  const shared = new Uint16Array(sizes.length);
  for (let entry = 0; entry < bits.length; entry++) {
    const end = offsets[bits[entry]! + 1]!;
    for (let holder = offsets[bits[entry]!]!; holder < end; holder++) shared[holders[holder]!]!++;
  }
  return Float64Array.from(shared, (common, index) => {
    const all = bits.length + sizes[index]! - common;
    return all === 0 ? 1 : common / all;
  });
}

/** The most similar ones that are wanted, the most similar first; of equal ones, those that come first. */
export function mostSimilar(
  similarities: Float64Array,
  { count = 1, isWanted = () => true }: { count?: number; isWanted?: (index: number) => boolean } = {},
): SimilarSet[] {
  const found: SimilarSet[] = [];
  similarities.forEach((similarity, index) => {
    const last = found.at(-1);
    if ((found.length === count && last && similarity <= last.similarity) || !isWanted(index)) return;
    const at = found.findIndex((other) => other.similarity < similarity);
    found.splice(at < 0 ? found.length : at, 0, { index, similarity });
    if (found.length > count) found.pop();
  });
  return found;
}
