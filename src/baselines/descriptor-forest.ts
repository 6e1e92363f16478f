/**
 * Random forest on Morgan counts and descriptors, as practitioners fit it: each tree on as many examples as there are, drawn with repetition, a few columns
 * tried at each split, fully grown. The prediction is the mean of the trees; for classification that is a probability.
 * Source: Breiman 2001, doi 10.1023/A:1010933404324.
 */
import type { RandomStream } from '../base/index.ts';
import { type Baseline, binned, type TaskData, treesFor, triedAtSplit } from './baseline.ts';
import { type BinnedTree, type BinnedTreeOptions, growBinnedTree, treeValue } from './binned-tree.ts';
import { drawExamples } from './drawn-examples.ts';

const mostTrees = 100;

export interface ForestSettings {
  readonly tried: keyof typeof triedAtSplit;
  readonly smallestLeaf: number;
}

export interface ForestSize {
  readonly trees: number;
  readonly deepest: number;
  /** No further tree is begun once there are so many nodes. */
  readonly nodes: number;
}

export const descriptorForest: Baseline<ForestSettings & { readonly [name: string]: string | number }> = {
  name: 'descriptor-forest',
  summary:
    'Random forest of up to 100 trees on counts of a Morgan fingerprint and 43 descriptors; for classification the mean share of class 1 in the leaves.',
  citation: 'Breiman 2001, doi 10.1023/A:1010933404324',
  candidates: [
    { tried: 'third', smallestLeaf: 1 },
    { tried: 'sqrt', smallestLeaf: 1 },
    { tried: 'third', smallestLeaf: 3 },
  ],
  fit(data, settings, random) {
    const table = binned(data);
    const size = {
      trees: treesFor(data, mostTrees),
      deepest: Number.POSITIVE_INFINITY,
      nodes: Number.POSITIVE_INFINITY,
    };
    const trees = growForest(data, { ...settings, ...size }, random);
    return (row) => trees.reduce((sum, tree) => sum + treeValue(tree, table, row), 0) / trees.length;
  },
};

/** Its trees, whose mean is the prediction. */
export function growForest(
  data: TaskData,
  { tried, smallestLeaf, trees: most, deepest, nodes }: ForestSettings & ForestSize,
  random: RandomStream,
): BinnedTree[] {
  const table = binned(data);
  const { rows, labels } = data;
  const options: BinnedTreeOptions = { tried: triedAtSplit[tried], smallestLeaf, penalty: 0, deepest };
  const trees: BinnedTree[] = [];
  for (let grown = 0; trees.length < most && (grown < nodes || trees.length === 0); ) {
    const weights = Float64Array.from(drawExamples(data, random));
    const gradients = labels.map((label, example) => label * weights[example]!);
    const drawn = Int32Array.from(rows.keys()).filter((example) => weights[example]! > 0);
    const tree = growBinnedTree({ table, rows, gradients, weights }, drawn, options, random);
    grown += tree.columns.length;
    trees.push(tree);
  }
  return trees;
}
