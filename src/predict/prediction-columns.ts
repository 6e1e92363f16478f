/** The lines of a prediction file: every input cell as it stands, then a column a task, then the reason of rows without values. */
import { csvLine, type Delimiter, disarmed, quoteCell } from '../data/index.ts';
import type { StructurePrediction } from './predictor.ts';

export interface PredictionColumns {
  /**
   * Names as the file has them: a task's column gets `_pred` behind its name where the input has a column of that name, and a name
   * that a spreadsheet would run as a formula is disarmed, since a model file may come from anyone.
   */
  readonly tasks: readonly string[];
  readonly reason: string;
}

export function predictionColumns(inputColumns: readonly string[], tasks: readonly string[]): PredictionColumns {
  const taken = new Set(inputColumns);
  const free = (name: string, suffix: string): string => {
    let candidate = name;
    while (taken.has(candidate)) candidate += suffix;
    taken.add(candidate);
    return candidate;
  };
  return { tasks: tasks.map((task) => free(disarmed(task), '_pred')), reason: free('reason', '_pred') };
}

export function headerLine(
  inputColumns: readonly string[],
  columns: PredictionColumns,
  delimiter: Delimiter = ',',
): string {
  return [...inputColumns, ...columns.tasks, columns.reason].map((name) => quoteCell(name, delimiter)).join(delimiter);
}

/** Input cells come out unchanged; a reason that a spreadsheet would run as a formula is disarmed. */
export function predictionLine(
  cells: readonly string[],
  { values, reason = '' }: StructurePrediction,
  tasks: number,
  delimiter: Delimiter = ',',
): string {
  const numbers = Array.from({ length: tasks }, (_, task) => (values ? formatFloat32(values[task]!) : ''));
  const input = cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter);
  return `${input}${delimiter}${csvLine([...numbers, reason], delimiter)}`;
}

/** The shortest decimal that reads back as the same float32: 0.1, not 0.10000000149011612. Empty for what is not finite. */
export function formatFloat32(value: number): string {
  if (!Number.isFinite(value)) return '';
  const wanted = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(wanted.toPrecision(digits));
    if (Math.fround(short) === wanted) return String(short);
  }
  return String(Number(wanted.toPrecision(9)));
}
