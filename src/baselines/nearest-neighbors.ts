/**
 * Nearest neighbors by Tanimoto similarity: the mean label of the k most similar training molecules, weighted by similarity.
 *   s(a, b) = |a and b| / |a or b| (1 where neither has a bit),   prediction = sum s_i y_i / sum s_i over the k neighbors i
 * Each s_i is multiplied by how much the molecule counts, where the table says so. Equal similarities go by the order of the training rows.
 * Where no neighbor shares a bit, all s_i are 1.
 */
import { bitSearch, mostSimilar, type SimilarSet, tanimotoSimilarities } from '../chem/index.ts';
import { type Baseline, weighted } from './baseline.ts';
import type { FingerprintTable } from './fingerprints.ts';

export const nearestNeighbors: Baseline<{ readonly k: number }> = {
  name: 'knn',
  summary: 'Mean label of the k most similar training molecules (Tanimoto), weighted by similarity.',
  citation: 'Cover and Hart 1967, doi 10.1109/TIT.1967.1053964',
  candidates: [{ k: 5 }, { k: 1 }, { k: 3 }, { k: 10 }, { k: 20 }],
  fit(data, { k }) {
    const { table, rows, labels } = data;
    const known = bitSearch(
      rows.map((row) => bitsOf(table, row)),
      table.width,
    );
    const counted = weighted(data);
    return (row) => {
      const similarities = tanimotoSimilarities(known, bitsOf(table, row));
      return weightedMean(mostSimilar(similarities, { count: k }), labels, counted);
    };
  },
};

function bitsOf({ bits, offsets }: FingerprintTable, row: number): Int32Array {
  return bits.subarray(offsets[row], offsets[row + 1]);
}

function weightedMean(
  neighbors: readonly SimilarSet[],
  labels: Float64Array,
  counted: (value: number, example: number) => number,
): number {
  const isAlike = neighbors.some(({ similarity }) => similarity > 0);
  const shares = neighbors.map(({ index, similarity }) => counted(isAlike ? similarity : 1, index));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return neighbors.reduce((sum, { index }, at) => sum + shares[at]! * labels[index]!, 0) / total;
}
