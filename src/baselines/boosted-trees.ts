/**
 * Gradient-boosted trees on Morgan counts and descriptors:
 *   F_0 = mean (or log-odds),   F_t = F_(t-1) + rate * tree fitted to the loss's first and second derivatives at F_(t-1)
 * Each tree sees a drawn 80 % of the examples, each split a drawn third of the columns.
 * Source: Friedman 2001, doi 10.1214/aos/1013203451; Chen and Guestrin 2016, arXiv 1603.02754.
 */
import type { RandomStream } from '../base/index.ts';
import { type Baseline, binned, meanLabel, type TaskData, treesFor, weighted } from './baseline.ts';
import { type BinnedTree, type BinnedTreeOptions, growBinnedTree, treeValue } from './binned-tree.ts';

const mostRounds = 300;
const drawnShare = 0.8;

interface BoostingSettings {
  readonly rate: number;
  readonly depth: number;
}

/** The prediction is the sum of the trees and the start, behind a sigmoid where labels are 0 and 1. */
export interface BoostedSum {
  readonly start: number;
  readonly trees: readonly BinnedTree[];
}

export const boostedTrees: Baseline<BoostingSettings & { readonly [name: string]: number }> = {
  name: 'boosted-trees',
  summary: 'Gradient-boosted trees, up to 300, on counts of a Morgan fingerprint and 43 descriptors.',
  citation: 'Chen and Guestrin 2016, arXiv 1603.02754',
  candidates: [
    { rate: 0.05, depth: 5 },
    { rate: 0.05, depth: 3 },
    { rate: 0.02, depth: 7 },
  ],
  fit(data, settings, random) {
    const table = binned(data);
    const size = { rounds: treesFor(data, mostRounds), nodes: Number.POSITIVE_INFINITY };
    const { start, trees } = growBoosted(data, { ...settings, ...size }, random);
    return (row) => {
      const score = trees.reduce((sum, tree) => sum + treeValue(tree, table, row), start);
      return data.isLogistic ? sigmoid(score) : score;
    };
  },
};

/** nodes: no further tree is begun once there are so many. */
export function growBoosted(
  data: TaskData,
  { rate, depth, rounds, nodes }: BoostingSettings & { readonly rounds: number; readonly nodes: number },
  random: RandomStream,
): BoostedSum {
  const table = binned(data);
  const { rows, labels, isLogistic } = data;
  const counted = weighted(data);
  const options: BinnedTreeOptions = {
    tried: (columns) => Math.round(columns / 3),
    smallestLeaf: isLogistic ? 1 : 3,
    penalty: 1,
    deepest: depth,
  };
  const center = meanLabel(data);
  const start = isLogistic ? Math.log(center / (1 - center)) : center;
  const scores = new Float64Array(rows.length).fill(start);
  const trees: BinnedTree[] = [];
  for (let round = 0, grown = 0; round < rounds && grown < nodes; round++) {
    const predicted = isLogistic ? scores.map(sigmoid) : scores;
    const gradients = labels.map((label, example) => counted(label - predicted[example]!, example));
    const weights = predicted.map((value, example) => counted(isLogistic ? value * (1 - value) : 1, example));
    const drawn = Int32Array.from(rows.keys()).filter(() => random.uniform() < drawnShare);
    if (drawn.length === 0) continue;
    const tree = growBinnedTree({ table, rows, gradients, weights }, drawn, options, random);
    tree.values.forEach((value, node) => {
      tree.values[node] = rate * value;
    });
    rows.forEach((row, example) => {
      scores[example]! += treeValue(tree, table, row);
    });
    grown += tree.columns.length;
    trees.push(tree);
  }
  return { start, trees };
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
