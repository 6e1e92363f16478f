/**
 * Nearest neighbors by Tanimoto similarity: the mean label of the k most similar training molecules, weighted by similarity.
 *   s(a, b) = |a and b| / |a or b| (1 where neither has a bit),   prediction = sum s_i y_i / sum s_i over the k neighbors i
 * Equal similarities go by the order of the training rows. Where no neighbor shares a bit (all s_i are 0): their plain mean.
 */
import { mean } from '../base/index.ts';
import { bitSearch, mostSimilar, type SimilarSet, tanimotoSimilarities } from '../chem/index.ts';
import type { Baseline } from './baseline.ts';
import type { FingerprintTable } from './fingerprints.ts';

export const nearestNeighbors: Baseline<{ readonly k: number }> = {
  name: 'knn',
  summary: 'Mean label of the k most similar training molecules (Tanimoto), weighted by similarity.',
  citation: 'Cover and Hart 1967, doi 10.1109/TIT.1967.1053964',
  candidates: [{ k: 5 }, { k: 1 }, { k: 3 }, { k: 10 }, { k: 20 }],
  fit({ table, rows, labels }, { k }) {
    const known = bitSearch(
      rows.map((row) => bitsOf(table, row)),
      table.width,
    );
    return (row) => {
      const similarities = tanimotoSimilarities(known, bitsOf(table, row));
      return weightedMean(mostSimilar(similarities, { count: k }), labels);
    };
  },
};

function bitsOf({ bits, offsets }: FingerprintTable, row: number): Int32Array {
  return bits.subarray(offsets[row], offsets[row + 1]);
}

function weightedMean(neighbors: readonly SimilarSet[], labels: Float64Array): number {
  const total = neighbors.reduce((sum, { similarity }) => sum + similarity, 0);
  if (total === 0) return mean(neighbors.map(({ index }) => labels[index]!));
  return neighbors.reduce((sum, { index, similarity }) => sum + similarity * labels[index]!, 0) / total;
}
