/** What the cells of one column are, over all rows: the facts that the choice of targets goes by. */
import { binaryWords, readLabel } from '../labels/label-cell.ts';
import { commonUnit } from '../labels/read-labels.ts';
import { isPartWord } from '../splits/column-split.ts';

export interface ColumnProfile {
  readonly index: number;
  readonly name: string;
  /** Cells that say something. */
  readonly filled: number;
  /** Cells that say nothing. */
  readonly missing: number;
  /** Numbers, limits such as "<5" and decimal commas among them. */
  readonly numeric: number;
  /** Numbers that are written in a way that is not read: with a unit, a date, thousands separators. */
  readonly damaged: number;
  /** Cells that the user's label map has. */
  readonly mapped: number;
  /** Cells that name a part of a split. */
  readonly parts: number;
  /** The different texts, up to one more than `mostWords`. */
  readonly words: ReadonlySet<string>;
  /** All cells that say something belong to one pair of words such as yes and no. */
  readonly pair: boolean;
  readonly numbers: NumberFacts;
}

interface NumberFacts {
  /** Different values, up to three. */
  readonly distinct: readonly number[];
  /** Whole numbers only, each at most once. */
  readonly uniqueWhole: boolean;
  /** As `uniqueWhole`, each larger than the one before it. */
  readonly increasing: boolean;
  /** As `uniqueWhole`, and no number between the least and the largest is missing. */
  readonly range: boolean;
}

/** Different texts up to which a column of words may be classes. */
export const mostWords = 10;
/** Rows below which a column of whole numbers that differ says nothing. */
const fewRows = 10;

export interface ProfileOptions {
  readonly labelMap?: ReadonlyMap<string, number> | undefined;
}

export function profileColumn(
  name: string,
  index: number,
  rows: readonly (readonly string[])[],
  { labelMap }: ProfileOptions = {},
): ColumnProfile {
  let [missing, numeric, damaged, mapped, parts] = [0, 0, 0, 0, 0];
  const words = new Set<string>();
  const values: number[] = [];
  const suffixed: string[] = [];
  let numbersOnly = true;
  for (const cells of rows) {
    const text = cells[index]!.trim();
    const isMapped = labelMap?.has(text) ?? false;
    if (isMapped) mapped++;
    const cell = readLabel(text);
    if (cell.kind === 'missing' && !isMapped) {
      missing++;
      continue;
    }
    if (words.size <= mostWords) words.add(text);
    if (isPartWord(text)) parts++;
    if (cell.kind === 'number') values.push(cell.value);
    else numbersOnly = false;
    if (cell.kind !== 'text') numeric++;
    else if (cell.damaged) damaged++;
    else if (/^[-+]?\d/.test(text)) suffixed.push(text);
  }
  // "12h" and "24h" are numbers with a unit, "1A" and "1B" are names.
  if (suffixed.length * 2 >= rows.length - missing && commonUnit(suffixed) !== undefined) damaged += suffixed.length;
  const filled = rows.length - missing;
  const pair = filled > 0 && words.size <= mostWords && words.size > 1 && binaryWords(words) !== undefined;
  return {
    index,
    name,
    filled,
    missing,
    numeric,
    damaged,
    mapped,
    parts,
    words,
    pair,
    numbers: factsOf(values, numbersOnly),
  };
}

function factsOf(values: readonly number[], numbersOnly: boolean): NumberFacts {
  const distinct = new Set<number>();
  let [whole, increasing] = [numbersOnly && values.length >= fewRows, true];
  values.forEach((value, row) => {
    if (distinct.size < 3) distinct.add(value);
    if (!Number.isInteger(value)) whole = false;
    if (row > 0 && !(value > values[row - 1]!)) increasing = false;
  });
  const uniqueWhole = whole && (increasing || new Set(values).size === values.length);
  const span = (): number => values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  return {
    distinct: [...distinct],
    uniqueWhole,
    increasing: uniqueWhole && increasing,
    range: uniqueWhole && span() === values.length - 1,
  };
}
