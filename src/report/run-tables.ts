/** The tables of a run folder, predictions.csv and rejects.csv, as data. */
import { CheckpointError, DataError, plural } from '../base/index.ts';
import { readTable } from '../data/index.ts';
import type { Pairs } from '../metrics/index.ts';

export interface TestTable {
  /** [molecules] each, as they stand in the table of the run. */
  readonly smiles: readonly string[];
  readonly lines: readonly string[];
  readonly tasks: readonly TestedTask[];
}

export interface TestedTask {
  readonly name: string;
  /** [molecules]; not a number where there is no label. */
  readonly labels: Float64Array;
  /** [molecules]; original units, or probabilities of class 1. */
  readonly predictions: Float64Array;
}

export interface RejectedRow {
  readonly line: string;
  readonly value: string;
  readonly kind: string;
  readonly reason: string;
}

/** Columns in front of the tasks: row, line, smiles. */
const columnsBefore = 3;

/** predictions.csv. Throws CheckpointError if it is damaged or has other columns. */
export async function readTestTable(text: string, taskNames: readonly string[], where: string): Promise<TestTable> {
  const rows = await readRows(text, where);
  const width = columnsBefore + 2 * taskNames.length;
  if (rows.some((cells) => cells.length !== width)) {
    const found = rows.find((cells) => cells.length !== width)!.length;
    throw new CheckpointError({
      what: `expected ${width} columns, of ${plural(taskNames.length, 'task')}, and found ${found}`,
      where,
    });
  }
  const column = (at: number): Float64Array =>
    Float64Array.from(rows, (cells) => (cells[at] === '' ? Number.NaN : Number(cells[at])));
  return {
    lines: rows.map((cells) => cells[1]!),
    smiles: rows.map((cells) => cells[2]!),
    tasks: taskNames.map((name, task) => ({
      name,
      labels: column(columnsBefore + 2 * task),
      predictions: column(columnsBefore + 2 * task + 1),
    })),
  };
}

/** rejects.csv. Throws CheckpointError if it is damaged. */
export async function readRejects(text: string, where: string): Promise<RejectedRow[]> {
  const rows = await readRows(text, where);
  return rows.map(([, line = '', , , value = '', kind = '', reason = '']) => ({ line, value, kind, reason }));
}

/** Labels and predictions where there is a label. */
export function labeledPairs({ labels, predictions }: TestedTask): Pairs {
  const present = [...labels.keys()].filter((row) => !Number.isNaN(labels[row]!));
  return { labels: present.map((row) => labels[row]!), predictions: present.map((row) => predictions[row]!) };
}

/** Cells without the header, whose names need not be different: a task may be called smiles. */
async function readRows(text: string, name: string): Promise<(readonly string[])[]> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(text);
  }
  const rows: (readonly string[])[] = [];
  try {
    const table = await readTable(bytes(), { name, format: 'csv', header: false });
    for await (const { cells } of table.rows) rows.push(cells);
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new CheckpointError({
      what: cause.what,
      where: cause.where ?? name,
      advice: 'Restore it or train anew.',
      cause,
    });
  }
  return rows.slice(1);
}
