/**
 * One tree of a forest, for yes/no features: CART with the variance as impurity. On labels 0 and 1 the variance is half the Gini
 * impurity, so that one tree serves regression and classification; a leaf's value is the mean label, the share of class 1.
 *   a bit's gain = S1^2 / n1 + S0^2 / n0,   S and n: sum of labels and number of examples with the bit and without it
 * All bits of a node are counted in one walk over the bits that its examples hold; and of two children only the smaller one is
 * walked, the other is the parent less that. Few molecules hold a bit, so trees are long chains of large rests: walking those too
 * took twice as long (SIDER).
 * Source: Breiman, Friedman, Olshen and Stone 1984.
 */
import type { RandomStream } from '../base/index.ts';
import type { TaskData } from './baseline.ts';
import { hasBit } from './fingerprints.ts';

export interface TreeOptions {
  /** Bits tried at a split, drawn from those that are set in some examples of the node and not in all. */
  readonly tried: number;
  /** Fewest examples of a leaf, repetitions counted. */
  readonly smallestLeaf: number;
}

/** Nodes in the order in which they were made; a leaf has bit -1. */
interface Nodes {
  readonly bits: number[];
  /** The node behind a bit that is set; the one behind a bit that is not follows it. */
  readonly next: number[];
  readonly values: number[];
}

/** times: how often each example was drawn, [examples]. Returns the prediction of a row of the table. */
export function growTree(
  data: TaskData,
  times: Int32Array,
  options: TreeOptions,
  random: RandomStream,
): (row: number) => number {
  const tallies = new Tallies(data, times);
  const nodes: Nodes = { bits: [], next: [], values: [] };
  const drawn = [...times.keys()].filter((example) => times[example]! > 0);
  const waiting = [{ node: addNode(nodes), examples: drawn, tally: tallies.of(drawn) }];
  for (let task = waiting.pop(); task; task = waiting.pop()) {
    const { node, examples, tally } = task;
    const total = totalOf(data, times, examples);
    nodes.values[node] = total.sum / total.count;
    const bit = total.isPure ? -1 : bestBit(tally, total, options, random);
    if (bit < 0) {
      tallies.release(tally);
      continue;
    }
    nodes.bits[node] = bit;
    const children = [addNode(nodes), addNode(nodes)] as const;
    nodes.next[node] = children[0];
    const isSet = (example: number): boolean => hasBit(data.table, data.rows[example]!, bit);
    const parts = [examples.filter(isSet), examples.filter((example) => !isSet(example))] as const;
    const smaller = parts[0].length < parts[1].length ? 0 : 1;
    const tallyOfSmaller = tallies.of(parts[smaller]);
    subtract(tally, tallyOfSmaller);
    waiting.push({ node: children[smaller], examples: parts[smaller], tally: tallyOfSmaller });
    waiting.push({ node: children[1 - smaller]!, examples: parts[1 - smaller]!, tally });
  }
  return (row) => {
    let node = 0;
    while (nodes.bits[node]! >= 0) node = nodes.next[node]! + (hasBit(data.table, row, nodes.bits[node]!) ? 0 : 1);
    return nodes.values[node]!;
  };
}

function addNode({ bits, next, values }: Nodes): number {
  next.push(-1);
  values.push(0);
  return bits.push(-1) - 1;
}

interface Total {
  readonly count: number;
  readonly sum: number;
  /** All labels are equal. */
  readonly isPure: boolean;
}

function totalOf({ labels }: TaskData, times: Int32Array, examples: readonly number[]): Total {
  let [count, sum, isPure] = [0, 0, true];
  for (const example of examples) {
    count += times[example]!;
    sum += times[example]! * labels[example]!;
    isPure &&= labels[example] === labels[examples[0]!];
  }
  return { count, sum, isPure };
}

/** The bit of the largest gain among those that are tried; -1 if none leaves enough examples on both sides. */
function bestBit(
  tally: Tally,
  { count, sum }: Total,
  { tried, smallestLeaf }: TreeOptions,
  random: RandomStream,
): number {
  const { counts, sums } = tally;
  const usable = tally.bits.filter((bit) => counts[bit]! >= smallestLeaf && count - counts[bit]! >= smallestLeaf);
  let best = -1;
  // A split without any gain is taken too: the next one may need both bits.
  let largest = Number.NEGATIVE_INFINITY;
  for (let draw = 0; draw < Math.min(tried, usable.length); draw++) {
    const at = draw + random.below(usable.length - draw);
    [usable[draw], usable[at]] = [usable[at]!, usable[draw]!];
    const bit = usable[draw]!;
    const gain = sums[bit]! ** 2 / counts[bit]! + (sum - sums[bit]!) ** 2 / (count - counts[bit]!);
    if (gain > largest) [largest, best] = [gain, bit];
  }
  return best;
}

/** Of every bit: how many examples of a node hold it, and the sum of their labels. */
interface Tally {
  /** Bits that any of them holds; all others are 0 below. */
  bits: readonly number[];
  /** [width] */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/** Takes a part's numbers out of the whole's, which become those of the rest. */
function subtract(whole: Tally, part: Tally): void {
  for (const bit of part.bits) {
    whole.counts[bit]! -= part.counts[bit]!;
    // What rounding leaves of a sum of nothing is taken away too.
    whole.sums[bit] = whole.counts[bit] === 0 ? 0 : whole.sums[bit]! - part.sums[bit]!;
  }
  whole.bits = whole.bits.filter((bit) => whole.counts[bit]! > 0);
}

/** Counts examples, in memory that is used again when a node is done. */
class Tallies {
  readonly #data: TaskData;
  readonly #times: Int32Array;
  readonly #free: Tally[] = [];

  constructor(data: TaskData, times: Int32Array) {
    this.#data = data;
    this.#times = times;
  }

  of(examples: readonly number[]): Tally {
    const { rows, labels, table } = this.#data;
    const { offsets, bits: held, width } = table;
    const tally = this.#free.pop() ?? { bits: [], counts: new Float64Array(width), sums: new Float64Array(width) };
    const { counts, sums } = tally;
    const bits: number[] = [];
    for (const example of examples) {
      const times = this.#times[example]!;
      const label = labels[example]!;
      const row = rows[example]!;
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
        const bit = held[at]!;
        if (counts[bit] === 0) bits.push(bit);
        counts[bit]! += times;
        sums[bit]! += times * label;
      }
    }
    tally.bits = bits;
    return tally;
  }

  release(tally: Tally): void {
    for (const bit of tally.bits) {
      tally.counts[bit] = 0;
      tally.sums[bit] = 0;
    }
    tally.bits = [];
    this.#free.push(tally);
  }
}
