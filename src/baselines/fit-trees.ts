/**
 * A forest and boosted trees as data, to be written into a model file beside a network. They are those of `descriptor-forest` and
 * `boosted-trees`, kept small: a file holds a node in about 45 bytes.
 */
import { RandomStream } from '../base/index.ts';
import { findTask } from '../tasks/index.ts';
import { binned, type TaskData, treesFor } from './baseline.ts';
import type { BinnedTree } from './binned-tree.ts';
import { growBoosted } from './boosted-trees.ts';
import { growForest } from './descriptor-forest.ts';
import { type BaselineTable, eachOutput } from './each-output.ts';

/** Nodes of all trees of a learner, together: about 2 MB. */
const mostNodes = 40_000;
const forest = { tried: 'third', smallestLeaf: 2, deepest: 14 } as const;
const mostForestTrees = 60;
const boosting = { rate: 0.05, depth: 5 } as const;
const mostRounds = 300;

export interface RawTree {
  /** Which output of the model: target * outputs of each + output. */
  readonly output: number;
  /** Position among the columns of the learner's table; -1 for a leaf, [nodes]. */
  readonly columns: readonly number[];
  /** Values up to it go to the left child, missing ones too, [nodes]. */
  readonly thresholds: readonly number[];
  /** The left child; the right one follows it, [nodes]. */
  readonly children: readonly number[];
  readonly values: readonly number[];
}

export interface FittedTrees {
  readonly name: 'descriptor-forest' | 'boosted-trees';
  /** What the sum of the trees is: a value or probability, or its logit. */
  readonly link: 'identity' | 'logit';
  /** Summed, output by output. */
  readonly trees: readonly RawTree[];
}

/** train: rows they are grown on. Throws DataError if a regression target has no label among them. */
export function fitTrees(table: BaselineTable, train: readonly number[], seed: number): FittedTrees[] {
  const { link } = findTask(table.dataset.taskType).baselines;
  return [
    {
      name: 'descriptor-forest',
      link: 'identity',
      trees: grown(table, train, { constant: (value) => value, grow: forestOf }),
    },
    {
      name: 'boosted-trees',
      link,
      trees: grown(table, train, { constant: link === 'logit' ? logit : same, grow: boostedOf }),
    },
  ];

  function forestOf(data: TaskData, name: string): RawSum {
    const random = new RandomStream(seed, `descriptor-forest ${name}`);
    const size = { trees: treesFor(data, mostForestTrees), nodes: mostNodes / data.models };
    const trees = growForest(data, { ...forest, ...size }, random);
    return { trees, factor: 1 / trees.length, start: 0 };
  }

  function boostedOf(data: TaskData, name: string): RawSum {
    const random = new RandomStream(seed, `boosted-trees ${name}`);
    const size = { rounds: treesFor(data, mostRounds), nodes: mostNodes / data.models };
    const { start, trees } = growBoosted(data, { ...boosting, ...size }, random);
    return { trees, factor: 1, start };
  }
}

interface RawSum {
  readonly trees: readonly BinnedTree[];
  /** Of each leaf. */
  readonly factor: number;
  readonly start: number;
}

interface Grower {
  constant(value: number): number;
  grow(data: TaskData, name: string): RawSum;
}

function grown(table: BaselineTable, train: readonly number[], { constant, grow }: Grower): RawTree[] {
  const sums = eachOutput<(output: number) => RawTree[]>(table, train, {
    constant: (value) => (output) => [leaf(output, constant(value))],
    fit: (data, name) => {
      const { trees, factor, start } = grow(data, name);
      const { thresholds } = binned(data);
      return (output) => [
        ...trees.map((tree) => rawTree(tree, { output, factor, thresholds })),
        ...(start === 0 ? [] : [leaf(output, start)]),
      ];
    },
  });
  return sums.flat().flatMap((make, output) => make(output));
}

function rawTree(
  { columns, bins, children, values }: BinnedTree,
  {
    output,
    factor,
    thresholds,
  }: { readonly output: number; readonly factor: number; readonly thresholds: readonly Float64Array[] },
): RawTree {
  return {
    output,
    columns,
    thresholds: columns.map((column, node) => (column < 0 ? 0 : thresholds[column]![bins[node]!]!)),
    children,
    values: values.map((value) => factor * value),
  };
}

function leaf(output: number, value: number): RawTree {
  return { output, columns: [-1], thresholds: [0], children: [-1], values: [value] };
}

/** Of a probability that was never seen to be otherwise. */
function logit(probability: number): number {
  const inside = Math.min(1 - 1e-4, Math.max(1e-4, probability));
  return Math.log(inside / (1 - inside));
}

function same(value: number): number {
  return value;
}
