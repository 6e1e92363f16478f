/** The lines of a prediction file: every input cell as it stands, then a column a task, then the reason of rows without values, or what speaks against them. */
import { csvLine, type Delimiter, disarmed, quoteCell } from '../data/index.ts';
import { fieldValues, type PredictedTargets, predictedFields } from './predicted-fields.ts';
import type { StructurePrediction } from './predictor.ts';
import { unseenNote } from './unseen-elements.ts';

export interface PredictionColumns {
  /**
   * Names as the file has them, `<target>_prediction`, with a number behind where the input has a column of that name; a name
   * that a spreadsheet would run as a formula is disarmed, since a model file may come from anyone. A target of several classes has
   * the most probable in its own column, and a column `<target>_<class>` for the probability of each.
   */
  readonly tasks: readonly string[];
  /** Why there is no prediction, or what speaks against one. */
  readonly reason: string;
  /** Of the SMILES, where the input's structures are no cells. */
  readonly structure?: string | undefined;
}

/** isStructureAdded: the SMILES get a column of their own. */
export function predictionColumns(
  inputColumns: readonly string[],
  targets: PredictedTargets,
  isStructureAdded = false,
): PredictionColumns {
  const free = freeNames(inputColumns);
  const structure = isStructureAdded ? { structure: free('smiles') } : {};
  const names = predictedFields(targets).map(({ name }) => name);
  return { ...structure, tasks: names.map(free), reason: free('reason') };
}

/** Names of columns beside those: disarmed, and with a number behind where there is one of that name. */
export function freeNames(columns: readonly string[]): (name: string) => string {
  const taken = new Set(columns);
  return (name) => {
    const safe = disarmed(name);
    let candidate = safe;
    for (let count = 2; taken.has(candidate); count++) candidate = `${safe}_${count}`;
    taken.add(candidate);
    return candidate;
  };
}

export function headerLine(
  inputColumns: readonly string[],
  columns: PredictionColumns,
  delimiter: Delimiter = ',',
): string {
  const { structure, tasks, reason } = columns;
  const added = structure === undefined ? [] : [structure];
  return [...inputColumns, ...added, ...tasks, reason].map((name) => quoteCell(name, delimiter)).join(delimiter);
}

/** Input cells come out unchanged; a reason that a spreadsheet would run as a formula is disarmed. */
export function predictionLine(
  cells: readonly string[],
  prediction: StructurePrediction,
  targets: PredictedTargets,
  delimiter: Delimiter = ',',
): string {
  const input = cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter);
  return `${input}${delimiter}${csvLine([...predictionCells(prediction, targets), reasonOf(prediction)], delimiter)}`;
}

/** Why there is no prediction, or what speaks against one; '' where there is nothing to say. */
export function reasonOf({ reason, unseenElements }: StructurePrediction): string {
  return reason ?? (unseenElements ? unseenNote(unseenElements) : '');
}

/** A cell for each of the columns; all empty without values. */
function predictionCells(prediction: StructurePrediction, targets: PredictedTargets): string[] {
  return fieldValues(prediction, targets).map((value) => {
    if (value === undefined) return '';
    return typeof value === 'number' ? formatFloat32(value) : value;
  });
}

/** The shortest decimal that reads back as the same float32: 0.1, not 0.10000000149011612. Empty for what is not finite. */
export function formatFloat32(value: number): string {
  return String(shortFloat32(value) ?? '');
}

/** The float64 with the fewest digits that is the same float32; undefined for what is not finite. */
export function shortFloat32(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  const wanted = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(wanted.toPrecision(digits));
    if (Math.fround(short) === wanted) return short;
  }
  return Number(wanted.toPrecision(9));
}
