/** The rows of one predicted table, kept for looking at: found, sorted and cut into pages as the reader asks. */
import type { StructurePrediction } from '../../../src/index.web.ts';
import type { PredictedRow, RowKind, RowsQuery } from '../protocol.ts';
import type { Percentiles } from './percentiles.ts';

/** More rows are in the file only: those that are kept take some 60 MB. */
const mostKeptRows = 100_000;

export interface KeptRow {
  readonly line: number;
  readonly smiles: string;
  readonly cells: readonly string[];
  readonly prediction: StructurePrediction;
}

/** A value to sort and to bound by, undefined where the row has none. */
type ValueOf = (row: KeptRow) => number | undefined;

export interface Among {
  readonly training: Percentiles | undefined;
  readonly medicines: Percentiles | undefined;
}

export class PredictedRows {
  readonly #rows: KeptRow[] = [];
  readonly #tasks: number;
  /** Position of the column with the structures; undefined where they are no cells. */
  readonly #structureColumn: number | undefined;

  constructor(tasks: number, structureColumn: number | undefined) {
    this.#tasks = tasks;
    this.#structureColumn = structureColumn;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Rows behind the limit are not kept. */
  add(row: KeptRow): void {
    if (this.#rows.length < mostKeptRows) this.#rows.push(row);
  }

  /** The rows that a query finds, in its order. */
  find(query: RowsQuery): KeptRow[] {
    const { sortBy = 'line', descending = false, text = '', show = 'all', least, most, task = 0 } = query;
    const wanted = text.trim().toLowerCase();
    const value = this.#valueOf(task);
    const found = this.#rows.filter(
      (row) =>
        kinds[show](row) &&
        (wanted === '' || row.cells.some((cell) => cell.toLowerCase().includes(wanted))) &&
        isWithin(value(row), least, most),
    );
    if (sortBy === 'line') return descending ? found.reverse() : found;
    const key: ValueOf =
      sortBy === 'similarity' ? ({ prediction }) => prediction.applicability?.similarity : this.#valueOf(sortBy);
    return found.sort((left, right) => compare(key(left), key(right), descending));
  }

  /** As the page shows it. */
  shown({ line, smiles, cells, prediction }: KeptRow, { training, medicines }: Among): PredictedRow {
    const label = cells.find((cell, index) => index !== this.#structureColumn && cell.trim() !== '' && cell !== smiles);
    const percentiles = prediction.values
      ? {
          ...(training && { training: training.of(prediction.values) }),
          ...(medicines && { medicines: medicines.of(prediction.values) }),
        }
      : {};
    return { line, smiles, label, prediction, percentiles };
  }

  /** Its number or probability; of several classes the number of the most probable one, and within a class its probability. */
  #valueOf(task: number): ValueOf {
    return ({ prediction: { values } }) => {
      if (!values) return undefined;
      const width = values.length / this.#tasks;
      const outputs = values.slice(task * width, (task + 1) * width);
      if (width === 1) return outputs[0];
      const best = Math.max(...outputs);
      return outputs.indexOf(best) + best / 2;
    };
  }
}

/** Molecules less similar to all training molecules than this are called unlike them. */
const unlike = 0.3;

const kinds: Readonly<Record<RowKind, (row: KeptRow) => boolean>> = {
  all: () => true,
  predicted: ({ prediction }) => prediction.values !== undefined,
  doubtful: ({ prediction: { values, unseenElements, applicability } }) =>
    values !== undefined &&
    (unseenElements !== undefined || (applicability !== undefined && applicability.similarity < unlike)),
  refused: ({ prediction }) => prediction.values === undefined,
};

function isWithin(value: number | undefined, least: number | undefined, most: number | undefined): boolean {
  if (least === undefined && most === undefined) return true;
  if (value === undefined) return false;
  return value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY);
}

/** Rows without a value come last, whatever the order. */
function compare(left: number | undefined, right: number | undefined, descending: boolean): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  return descending ? right - left : left - right;
}
