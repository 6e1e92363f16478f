/** The tables of a run folder, predictions.csv and rejects.csv, as data. */
import { CheckpointError, DataError, plural } from '../base/index.ts';
import { readTable } from '../data/index.ts';
import type { Pairs, Predictions } from '../metrics/index.ts';
import { findTask } from '../tasks/index.ts';

export interface TestTable {
  /** [molecules] each, as they stand in the table of the run; the row from 0. */
  readonly rows: readonly number[];
  readonly smiles: readonly string[];
  readonly lines: readonly string[];
  readonly tasks: readonly TestedTask[];
  /** [molecules, tasks]; not a number where there is no label. */
  readonly labels: Float64Array;
  readonly predictions: Predictions;
}

export interface TestedTask {
  readonly name: string;
  readonly classes: readonly string[] | undefined;
  /** [molecules]; not a number where there is no label. */
  readonly labels: Float64Array;
  /** As users read them, [molecules][outputs]. */
  readonly predictions: readonly ArrayLike<number>[];
  /** Deviation that the model says of each, [molecules]; undefined: it says none. */
  readonly deviations?: Float64Array | undefined;
}

/** What run.json says of the data, as far as its predictions need it. */
export interface TestedTargets {
  readonly tasks: readonly string[];
  readonly taskType: string;
  readonly classes?: readonly (readonly string[])[] | undefined;
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
export async function readTestTable(
  text: string,
  { tasks: taskNames, taskType, classes }: TestedTargets,
  where: string,
): Promise<TestTable> {
  const rows = await readRows(text, where);
  const definition = findTask(taskType);
  const widths = taskNames.map((_, task) => 1 + definition.columns.suffixes(classes?.[task]).length);
  const starts = widths.map((_, task) => columnsBefore + widths.slice(0, task).reduce((sum, width) => sum + width, 0));
  const end = columnsBefore + widths.reduce((sum, width) => sum + width, 0);
  // Behind all else, of models that say a deviation: a column of it for each task.
  const hasDeviations = rows[0]?.length === end + taskNames.length;
  refuseOtherWidths(rows, hasDeviations ? end + taskNames.length : end, { tasks: taskNames.length, where });
  const tasks = taskNames.map((name, task): TestedTask => {
    const [start, width] = [starts[task]!, widths[task]!];
    const own = classes?.[task];
    return {
      name,
      classes: own,
      labels: Float64Array.from(rows, (cells) => definition.columns.parseLabel(cells[start]!, own)),
      predictions: rows.map((cells) => definition.columns.outputs(cells.slice(start + 1, start + width))),
      ...(hasDeviations && { deviations: Float64Array.from(rows, (cells) => numberOf(cells[end + task]!)) }),
    };
  });
  const outputs = definition.head({ taskNames, classes }).outputsPerTask;
  const values = rows.flatMap((_, row) =>
    tasks.flatMap(({ predictions }) => Array.from({ length: outputs }, (_, output) => predictions[row]![output] ?? 0)),
  );
  return {
    rows: rows.map((cells) => Number(cells[0])),
    lines: rows.map((cells) => cells[1]!),
    smiles: rows.map((cells) => cells[2]!),
    tasks,
    labels: Float64Array.from(rows.flatMap((_, row) => tasks.map(({ labels }) => labels[row]!))),
    predictions: definition.final(values, { taskNames, classes }),
  };
}

function refuseOtherWidths(
  rows: readonly (readonly string[])[],
  width: number,
  { tasks, where }: { readonly tasks: number; readonly where: string },
): void {
  const other = rows.find((cells) => cells.length !== width);
  if (!other) return;
  throw new CheckpointError({
    code: 'run-damaged',
    what: `expected ${width} columns, of ${plural(tasks, 'task')}, and found ${other.length}`,
    where,
  });
}

/** rejects.csv. Throws CheckpointError if it is damaged. */
export async function readRejects(text: string, where: string): Promise<RejectedRow[]> {
  const rows = await readRows(text, where);
  return rows.map(([, line = '', , , value = '', kind = '', reason = '']) => ({ line, value, kind, reason }));
}

/** Labels and predictions where there is a label. */
export function labeledPairs({ labels, predictions }: TestedTask): Pairs {
  const present = [...labels.keys()].filter((row) => !Number.isNaN(labels[row]!));
  return {
    labels: present.map((row) => labels[row]!),
    predictions: present.flatMap((row) => Array.from(predictions[row]!)),
    outputs: predictions[0]?.length ?? 1,
  };
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
      code: 'run-damaged',
      what: cause.what,
      where: cause.where ?? name,
      advice: 'Restore it or train again.',
      cause,
    });
  }
  return rows.slice(1);
}

/** NaN of an empty cell. */
const numberOf = (cell: string): number => (cell === '' ? Number.NaN : Number(cell));
