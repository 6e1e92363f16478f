/**
 * The split of the largest gain among drawn columns, by two ways that agree: from the histogram of a node, whose cost is its bins, and, for a
 * few examples, from their own bins, sorted. Most nodes of a fully grown tree hold a few.
 */
import type { RandomStream } from '../base/index.ts';
import type { Histogram, TreeData } from './histogram.ts';

export interface SplitOptions {
  /** Columns tried at a split, of those that are not the same in all its examples: as a number of them. */
  tried(columns: number): number;
  /** Smallest weight of a leaf. */
  readonly smallestLeaf: number;
  readonly penalty: number;
}

export interface Total {
  readonly gradient: number;
  readonly weight: number;
}

export interface SplitSearch {
  readonly total: Total;
  readonly options: SplitOptions;
  readonly random: RandomStream;
}

export interface Split {
  readonly column: number;
  /** Within the column; values in bins up to this one go left. */
  readonly bin: number;
  readonly gain: number;
}

/** Undefined if no column leaves enough on both sides. */
export function bestSplit(data: TreeData, histogram: Histogram, search: SplitSearch): Split | undefined {
  const walk = new Walk(search);
  return best(histogram.columns, search, (column) => {
    const { firstBin, commonBin } = data.table;
    const { gradients, weights } = histogram;
    const [first, end] = [firstBin[column]!, firstBin[column + 1]!];
    const common = commonBin[column]!;
    let { gradient, weight } = search.total;
    for (let bin = first; bin < end; bin++) {
      gradient -= gradients[bin]!;
      weight -= weights[bin]!;
    }
    walk.begin();
    for (let bin = first; bin < end && !walk.isOver; bin++) {
      if (bin === common) walk.add(bin - first, gradient, weight);
      else walk.add(bin - first, gradients[bin]!, weights[bin]!);
    }
    return walk.found(column);
  });
}

export interface FewExamples {
  readonly examples: Int32Array;
  /** Those that some example lists; put into another order. */
  readonly columns: number[];
}

/** The same for a node of a few examples. */
export function bestSplitOfFew(
  data: TreeData,
  { examples, columns }: FewExamples,
  search: SplitSearch,
): Split | undefined {
  const { table, rows, gradients, weights } = data;
  const walk = new Walk(search);
  const order = new Int32Array(examples.length);
  return best(columns, search, (column) => {
    const bins = table.bins[column]!;
    const binOf = (example: number): number => bins[rows[example]!]!;
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index]!;
      let position = index;
      for (; position > 0 && binOf(order[position - 1]!) > binOf(example); position--) {
        order[position] = order[position - 1]!;
      }
      order[position] = example;
    }
    if (binOf(order[0]!) === binOf(order.at(-1)!)) return undefined;
    walk.begin();
    for (let index = 0; index < order.length && !walk.isOver; ) {
      const bin = binOf(order[index]!);
      let [gradient, weight] = [0, 0];
      for (; index < order.length && binOf(order[index]!) === bin; index++) {
        gradient += gradients[order[index]!]!;
        weight += weights[order[index]!]!;
      }
      walk.add(bin, gradient, weight);
    }
    return walk.found(column);
  });
}

/** columns: drawn from, and put into another order. */
function best(
  columns: number[],
  { options, random }: SplitSearch,
  splitOf: (column: number) => Split | undefined,
): Split | undefined {
  const tried = Math.max(1, options.tried(columns.length));
  let largest: Split | undefined;
  // Columns are drawn until enough were tried that can be split at all.
  for (let draw = 0, usable = 0; draw < columns.length && usable < tried; draw++) {
    const index = draw + random.below(columns.length - draw);
    const column = columns[index]!;
    columns[index] = columns[draw]!;
    columns[draw] = column;
    const split = splitOf(column);
    if (!split) continue;
    usable++;
    if (!largest || split.gain > largest.gain) largest = split;
  }
  return largest;
}

/** A walk over the bins of a column from the lowest: what is left of each, and the gain of a split there. */
class Walk {
  readonly #search: SplitSearch;
  #gradient = 0;
  #weight = 0;
  #bin = -1;
  #gain = Number.NEGATIVE_INFINITY;
  /** What is right of here is too little for a leaf. */
  isOver = false;

  constructor(search: SplitSearch) {
    this.#search = search;
  }

  begin(): void {
    this.#gradient = 0;
    this.#weight = 0;
    this.#bin = -1;
    this.#gain = Number.NEGATIVE_INFINITY;
    this.isOver = false;
  }

  add(bin: number, gradient: number, weight: number): void {
    if (weight <= 0) return;
    const { total, options } = this.#search;
    this.#gradient += gradient;
    this.#weight += weight;
    const rest = total.weight - this.#weight;
    if (rest < options.smallestLeaf || rest <= 1e-9) {
      this.isOver = true;
      return;
    }
    if (this.#weight < options.smallestLeaf) return;
    const left = this.#gradient ** 2 / (this.#weight + options.penalty);
    const gain = left + (total.gradient - this.#gradient) ** 2 / (rest + options.penalty);
    if (gain <= this.#gain) return;
    this.#gain = gain;
    this.#bin = bin;
  }

  found(column: number): Split | undefined {
    return this.#bin < 0 ? undefined : { column, bin: this.#bin, gain: this.#gain };
  }
}
