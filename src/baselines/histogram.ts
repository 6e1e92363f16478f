/**
 * Of every bin: the sums of gradients and of weights of a node's examples. All bins of a node are summed in one walk over what its examples list; of two
 * children only the smaller one is walked, the other is the parent less that. Memory is used again when a node is done.
 */
import type { BinnedTable } from './binned-table.ts';

/** What a tree is grown on. */
export interface TreeData {
  readonly table: BinnedTable;
  /** Rows of the table, [examples]. */
  readonly rows: ArrayLike<number>;
  /** weight * target, or the negative gradient of the loss, [examples]. */
  readonly gradients: Float64Array;
  /** Weight, or second derivative of the loss, [examples]. */
  readonly weights: Float64Array;
}

export interface Histogram {
  /** Columns whose listed bins some example holds; all others are 0 below. */
  columns: number[];
  /** [bins]; the columns' common bins are not filled. */
  readonly gradients: Float64Array;
  readonly weights: Float64Array;
}

export class Histograms {
  readonly #data: TreeData;
  readonly #free: Histogram[] = [];
  readonly #isHeld: Uint8Array;

  constructor(data: TreeData) {
    this.#data = data;
    this.#isHeld = new Uint8Array(data.table.names.length);
  }

  of(examples: Int32Array): Histogram {
    const { table, rows, gradients: given, weights: drawn } = this.#data;
    const { offsets, listed, columnOfBin } = table;
    const histogram = this.#free.pop() ?? emptyHistogram(columnOfBin.length);
    const { gradients, weights } = histogram;
    const isHeld = this.#isHeld;
    const columns: number[] = [];
    for (const example of examples) {
      const row = rows[example]!;
      const [gradient, weight] = [given[example]!, drawn[example]!];
      const end = offsets[row + 1]!;
      for (let index = offsets[row]!; index < end; index++) {
        const bin = listed[index]!;
        gradients[bin]! += gradient;
        weights[bin]! += weight;
        const column = columnOfBin[bin]!;
        if (isHeld[column] === 0) {
          isHeld[column] = 1;
          columns.push(column);
        }
      }
    }
    for (const column of columns) isHeld[column] = 0;
    histogram.columns = columns;
    return histogram;
  }

  /** Columns that some example lists. */
  columnsOf(examples: Int32Array): number[] {
    const { table, rows } = this.#data;
    const { offsets, listed, columnOfBin } = table;
    const isHeld = this.#isHeld;
    const columns: number[] = [];
    for (const example of examples) {
      const row = rows[example]!;
      const end = offsets[row + 1]!;
      for (let index = offsets[row]!; index < end; index++) {
        const column = columnOfBin[listed[index]!]!;
        if (isHeld[column] === 0) {
          isHeld[column] = 1;
          columns.push(column);
        }
      }
    }
    for (const column of columns) isHeld[column] = 0;
    return columns;
  }

  /** Takes a part out of the whole, which becomes the rest. */
  subtract(whole: Histogram, part: Histogram): void {
    const { firstBin } = this.#data.table;
    for (const column of part.columns) {
      for (let bin = firstBin[column]!; bin < firstBin[column + 1]!; bin++) {
        if (part.weights[bin] === 0) continue;
        whole.weights[bin]! -= part.weights[bin]!;
        // What rounding leaves of a sum of nothing is taken away too.
        const isEmpty = whole.weights[bin]! <= 1e-12;
        if (isEmpty) whole.weights[bin] = 0;
        whole.gradients[bin] = isEmpty ? 0 : whole.gradients[bin]! - part.gradients[bin]!;
      }
    }
    whole.columns = whole.columns.filter((column) => {
      for (let bin = firstBin[column]!; bin < firstBin[column + 1]!; bin++) if (whole.weights[bin]! > 0) return true;
      return false;
    });
  }

  release(histogram: Histogram): void {
    const { firstBin } = this.#data.table;
    for (const column of histogram.columns) {
      histogram.gradients.fill(0, firstBin[column], firstBin[column + 1]);
      histogram.weights.fill(0, firstBin[column], firstBin[column + 1]);
    }
    histogram.columns = [];
    this.#free.push(histogram);
  }
}

function emptyHistogram(bins: number): Histogram {
  return { columns: [], gradients: new Float64Array(bins), weights: new Float64Array(bins) };
}
