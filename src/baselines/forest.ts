/**
 * Random forest: 100 trees, each on as many examples as there are, drawn with repetition, with a few bits tried at each split. The
 * prediction is the mean of the trees; of fully grown trees of a classification that is the share of trees that vote for class 1.
 * Source: Breiman 2001, doi 10.1023/A:1010933404324.
 */
import { type Baseline, triedAtSplit } from './baseline.ts';
import { drawExamples } from './drawn-examples.ts';
import { growTree } from './tree.ts';

const trees = 100;

export const forest: Baseline<{ readonly tried: keyof typeof triedAtSplit; readonly smallestLeaf: number }> = {
  name: 'forest',
  summary: 'Random forest of 100 trees on the bits of the fingerprint; for classification the share of trees.',
  citation: 'Breiman 2001, doi 10.1023/A:1010933404324',
  candidates: [
    { tried: 'sqrt', smallestLeaf: 1 },
    { tried: 'third', smallestLeaf: 1 },
    { tried: 'third', smallestLeaf: 3 },
  ],
  fit(data, { tried, smallestLeaf }, random) {
    const options = { tried: triedAtSplit[tried](data.table.width), smallestLeaf };
    const grown = Array.from({ length: trees }, () => growTree(data, drawExamples(data, random), options, random));
    return (row) => grown.reduce((sum, predict) => sum + predict(row), 0) / trees;
  },
};
