/**
 * One tree on binned columns, for forests and for boosting:
 *   value of a leaf = G / (W + penalty),   gain of a split = G_l^2 / (W_l + penalty) + G_r^2 / (W_r + penalty)
 *   G, W: sums of gradients and weights of the examples.
 * With weight * target for gradients and no penalty this is CART with the variance as impurity (on labels 0 and 1 half the Gini impurity); with the loss's
 * derivatives it is a step of gradient boosting. Source: Breiman, Friedman, Olshen and Stone 1984; Chen and Guestrin 2016, arXiv 1603.02754.
 */
import type { RandomStream } from '../base/index.ts';
import {
  bestSplit,
  bestSplitOfFew,
  type Split,
  type SplitOptions,
  type SplitSearch,
  type Total,
} from './best-split.ts';
import type { BinnedTable } from './binned-table.ts';
import { type Histogram, Histograms, type TreeData } from './histogram.ts';

export interface BinnedTreeOptions extends SplitOptions {
  readonly deepest: number;
}

/** Examples up to which a node does without a histogram. */
const few = 16;

/** Nodes in the order in which they were made; a leaf has column -1. */
export interface BinnedTree {
  readonly columns: number[];
  /** Values in bins up to this one go left. */
  readonly bins: number[];
  /** The left child; the right one follows it. */
  readonly children: number[];
  readonly values: number[];
}

interface Node {
  readonly node: number;
  readonly examples: Int32Array;
  /** Undefined for a node of a few examples. */
  readonly histogram: Histogram | undefined;
  readonly depth: number;
}

/** examples: positions in the data's rows, [drawn]. */
export function growBinnedTree(
  data: TreeData,
  examples: Int32Array,
  options: BinnedTreeOptions,
  random: RandomStream,
): BinnedTree {
  const histograms = new Histograms(data);
  const tree: BinnedTree = { columns: [], bins: [], children: [], values: [] };
  const root = isLarge(examples) ? histograms.of(examples) : undefined;
  const waiting: Node[] = [{ node: addNode(tree), examples, histogram: root, depth: 0 }];
  const splitOf = ({ examples: own, histogram }: Node, search: SplitSearch): Split | undefined =>
    histogram
      ? bestSplit(data, histogram, search)
      : bestSplitOfFew(data, { examples: own, columns: histograms.columnsOf(own) }, search);
  for (let task = waiting.pop(); task; task = waiting.pop()) {
    const { node, histogram, depth } = task;
    const total = totalOf(data, task.examples);
    tree.values[node] = total.gradient / (total.weight + options.penalty);
    const canSplit = depth < options.deepest && !total.isPure;
    const search = { total, options, random };
    const split = canSplit ? splitOf(task, search) : undefined;
    if (!split) {
      if (histogram) histograms.release(histogram);
      continue;
    }
    tree.columns[node] = split.column;
    tree.bins[node] = split.bin;
    const nodes = [addNode(tree), addNode(tree)] as const;
    [tree.children[node]] = nodes;
    const parts = divided(data, task.examples, split);
    const smaller = parts[0].length < parts[1].length ? 0 : 1;
    const [small, large] = [parts[smaller], parts[1 - smaller]!];
    const [ofSmall, ofLarge] = childHistograms(histograms, histogram, { small, large });
    waiting.push({ node: nodes[smaller], examples: small, histogram: ofSmall, depth: depth + 1 });
    waiting.push({ node: nodes[1 - smaller]!, examples: large, histogram: ofLarge, depth: depth + 1 });
  }
  return tree;
}

function isLarge({ length }: Int32Array): boolean {
  return length > few;
}

/** Those of two children, where they need one; that of their parent is used up. */
function childHistograms(
  histograms: Histograms,
  parent: Histogram | undefined,
  { small, large }: { readonly small: Int32Array; readonly large: Int32Array },
): [Histogram | undefined, Histogram | undefined] {
  if (!parent) return [undefined, undefined];
  if (!isLarge(large)) {
    histograms.release(parent);
    return [undefined, undefined];
  }
  const ofSmall = histograms.of(small);
  histograms.subtract(parent, ofSmall);
  if (isLarge(small)) return [ofSmall, parent];
  histograms.release(ofSmall);
  return [undefined, parent];
}

/** The examples on either side. */
function divided({ table, rows }: TreeData, examples: Int32Array, { column, bin }: Split) {
  const bins = table.bins[column]!;
  const isLeft = (example: number): boolean => bins[rows[example]!]! <= bin;
  return [examples.filter(isLeft), examples.filter((example) => !isLeft(example))] as const;
}

/** The value of the leaf that a row of the table falls into. */
export function treeValue({ columns, bins, children, values }: BinnedTree, table: BinnedTable, row: number): number {
  let node = 0;
  for (let column = columns[0]!; column >= 0; column = columns[node]!) {
    node = children[node]! + (table.bins[column]![row]! <= bins[node]! ? 0 : 1);
  }
  return values[node]!;
}

function addNode({ columns, bins, children, values }: BinnedTree): number {
  bins.push(-1);
  children.push(-1);
  values.push(0);
  return columns.push(-1) - 1;
}

function totalOf({ gradients, weights }: TreeData, examples: Int32Array): Total & { readonly isPure: boolean } {
  // All examples want the same value.
  let [gradient, weight, isPure] = [0, 0, true];
  const first = examples[0]!;
  for (const example of examples) {
    gradient += gradients[example]!;
    weight += weights[example]!;
    isPure &&= gradients[example]! * weights[first]! === gradients[first]! * weights[example]!;
  }
  return { gradient, weight, isPure };
}
