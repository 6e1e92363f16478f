/**
 * Random forest on Morgan counts and descriptors, as practitioners fit it: each tree on as many examples as there are, drawn with repetition, a few columns
 * tried at each split, fully grown. The prediction is the mean of the trees; for classification that is a probability.
 * Source: Breiman 2001, doi 10.1023/A:1010933404324.
 */
import { type Baseline, binned, treesFor, triedAtSplit } from './baseline.ts';
import { type BinnedTreeOptions, growBinnedTree, treeValue } from './binned-tree.ts';

const mostTrees = 100;

export const descriptorForest: Baseline<{ readonly tried: keyof typeof triedAtSplit; readonly smallestLeaf: number }> =
  {
    name: 'descriptor-forest',
    summary:
      'Random forest of up to 100 trees on counts of a Morgan fingerprint and 43 descriptors; for classification the mean share of class 1 in the leaves.',
    citation: 'Breiman 2001, doi 10.1023/A:1010933404324',
    candidates: [
      { tried: 'third', smallestLeaf: 1 },
      { tried: 'sqrt', smallestLeaf: 1 },
      { tried: 'third', smallestLeaf: 3 },
    ],
    fit(data, { tried, smallestLeaf }, random) {
      const table = binned(data);
      const { rows, labels } = data;
      const options: BinnedTreeOptions = {
        tried: triedAtSplit[tried],
        smallestLeaf,
        penalty: 0,
        deepest: Number.POSITIVE_INFINITY,
      };
      const trees = Array.from({ length: treesFor(data, mostTrees) }, () => {
        const weights = new Float64Array(rows.length);
        for (let draw = 0; draw < rows.length; draw++) weights[random.below(rows.length)]!++;
        const gradients = labels.map((label, example) => label * weights[example]!);
        const drawn = Int32Array.from(rows.keys()).filter((example) => weights[example]! > 0);
        return growBinnedTree({ table, rows, gradients, weights }, drawn, options, random);
      });
      return (row) => trees.reduce((sum, tree) => sum + treeValue(tree, table, row), 0) / trees.length;
    },
  };
