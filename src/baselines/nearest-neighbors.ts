/**
 * Nearest neighbors by Tanimoto similarity: the mean label of the k most similar training molecules, weighted by similarity.
 *   s(a, b) = |a and b| / |a or b|,   prediction = sum s_i y_i / sum s_i over the k neighbors i
 * Equal similarities go by the order of the training rows. Where no neighbor shares a bit (all s_i are 0): their plain mean.
 */
import type { Baseline } from './baseline.ts';
import { bitCount, type FingerprintTable } from './fingerprints.ts';

export const nearestNeighbors: Baseline<{ readonly k: number }> = {
  name: 'knn',
  summary: 'Mean label of the k most similar training molecules (Tanimoto), weighted by similarity.',
  citation: 'Cover and Hart 1967, doi 10.1109/TIT.1967.1053964',
  candidates: [{ k: 5 }, { k: 1 }, { k: 3 }, { k: 10 }, { k: 20 }],
  fit({ table, rows, labels }, { k }) {
    const similarities = similaritiesTo(table, rows);
    return (row) => {
      const similarity = similarities(row);
      return weightedMean(mostSimilar(similarity, k), similarity, labels);
    };
  },
};

/**
 * Tanimoto similarities of a row to each of `rows`, [rows.length]; the array is used again by the next call. The rows that hold a bit
 * are listed once, so a query touches only those that share something with it.
 */
function similaritiesTo(table: FingerprintTable, rows: readonly number[]): (row: number) => Float64Array {
  const holders = new Map<number, number[]>();
  rows.forEach((row, index) => {
    for (const bit of bitsOf(table, row)) {
      const list = holders.get(bit);
      if (list) list.push(index);
      else holders.set(bit, [index]);
    }
  });
  const similarity = new Float64Array(rows.length);
  return (row) => {
    similarity.fill(0);
    for (const bit of bitsOf(table, row)) for (const index of holders.get(bit) ?? []) similarity[index]!++;
    const own = bitCount(table, row);
    for (let index = 0; index < rows.length; index++) {
      const shared = similarity[index]!;
      if (shared > 0) similarity[index] = shared / (own + bitCount(table, rows[index]!) - shared);
    }
    return similarity;
  };
}

function bitsOf({ bits, offsets }: FingerprintTable, row: number): Int32Array {
  return bits.subarray(offsets[row], offsets[row + 1]);
}

/** Places of the k largest, largest first. */
function mostSimilar(similarity: Float64Array, k: number): number[] {
  const best: number[] = [];
  for (let index = 0; index < similarity.length; index++) {
    const value = similarity[index]!;
    if (best.length === k && value <= similarity[best[k - 1]!]!) continue;
    if (best.length === k) best.pop();
    let at = best.length;
    while (at > 0 && similarity[best[at - 1]!]! < value) at--;
    best.splice(at, 0, index);
  }
  return best;
}

function weightedMean(indices: readonly number[], weights: Float64Array, labels: Float64Array): number {
  const total = indices.reduce((sum, index) => sum + weights[index]!, 0);
  if (total === 0) return indices.reduce((sum, index) => sum + labels[index]!, 0) / indices.length;
  return indices.reduce((sum, index) => sum + weights[index]! * labels[index]!, 0) / total;
}
