/**
 * Splits as a file: a JSON list, one `{train, val, test}` a fold, of zero-based rows of the table as it stands (header not
 * counted, rejected rows counted), as numbers or as text such as "0-2,4" (ends included). `valid` is understood for `val`.
 */
import { DataError } from '../../base/index.ts';
import { type PartName, partNames, type Split } from './split.ts';

/** What the rows of a splits file refer to. */
export interface SplitTarget {
  /** Rows of the table, refused ones included. */
  readonly tableLength: number;
  /** Table row of each row of the data set, ascending. */
  readonly tableRows: ArrayLike<number>;
}

export interface FileSplits {
  readonly splits: readonly Split[];
  readonly warnings: readonly string[];
}

const shown = 5;

/** Content of a splits file: the inverse of readSplitsFile. */
export function splitsFileContent(splits: readonly Split[], tableRows: ArrayLike<number>): string {
  const folds = splits.map((split) => {
    const part = (name: PartName): number[] => split[name].map((row) => tableRows[row]!).sort((a, b) => a - b);
    return `{"train":${JSON.stringify(part('train'))},"val":${JSON.stringify(part('val'))},"test":${JSON.stringify(part('test'))}}`;
  });
  return `[\n${folds.join(',\n')}\n]\n`;
}

/** How many splits the file has, whatever rows they name. Throws DataError for what is no list of splits. */
export function countSplitsOfFile(text: string, file: string): number {
  return parseFolds(text, file).length;
}

/** Throws DataError naming the first offenders: rows that are negative, beyond the table, in two parts, or no whole numbers. */
export function readSplitsFile(text: string, file: string, target: SplitTarget): FileSplits {
  const folds = parseFolds(text, file);
  const warnings: string[] = [];
  const splits = folds.map((fold, index) => {
    const where = folds.length > 1 ? `${file}, fold ${index}` : file;
    const rows = readFold(fold, where);
    checkRange(rows, target.tableLength, where);
    checkOverlap(rows, where);
    return toPositions(rows, target, where, warnings);
  });
  return { splits, warnings };
}

type Rows = Record<PartName, number[]>;

function parseFolds(text: string, file: string): Record<string, unknown>[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw formError(file, `it is not JSON (${(cause as Error).message})`, cause);
  }
  const folds = Array.isArray(parsed) ? parsed : [parsed];
  if (folds.length === 0) throw formError(file, 'the list is empty');
  if (folds.some((fold) => typeof fold !== 'object' || fold === null || Array.isArray(fold))) {
    throw formError(file, 'an entry is not {train, val, test}');
  }
  return folds as Record<string, unknown>[];
}

function readFold(fold: Record<string, unknown>, where: string): Rows {
  const unknown = Object.keys(fold).filter((key) => !['train', 'val', 'valid', 'test'].includes(key));
  if (unknown.length > 0) throw formError(where, `unknown part ${unknown.join(', ')}`);
  if ('val' in fold && 'valid' in fold) throw formError(where, 'val and valid are the same part');
  const rows: Rows = {
    train: readRows(fold.train ?? [], `${where}, train`),
    val: readRows(fold.val ?? fold.valid ?? [], `${where}, val`),
    test: readRows(fold.test ?? [], `${where}, test`),
  };
  if (rows.train.length === 0) throw formError(where, 'the training part is missing or empty');
  return rows;
}

function readRows(value: unknown, where: string): number[] {
  if (typeof value === 'string')
    return value.trim() === '' ? [] : value.split(',').flatMap((range) => readRange(range, where));
  if (!Array.isArray(value)) throw formError(where, `expected a list of rows and found ${JSON.stringify(value)}`);
  return value.flatMap((entry) => {
    if (typeof entry === 'string') return readRange(entry, where);
    if (!Number.isInteger(entry)) throw formError(where, `${JSON.stringify(entry)} is not a row`);
    return [entry as number];
  });
}

function readRange(range: string, where: string): number[] {
  const [, first, last] = /^\s*(-?\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(range) ?? [];
  if (first === undefined) throw formError(where, `"${range}" is not a row or a range of rows such as 0-2`);
  const [begin, end] = [Number(first), Number(last ?? first)];
  if (end < begin || end - begin > 1e8)
    throw formError(where, `the range ${range.trim()} runs backwards or is too long`);
  return Array.from({ length: end - begin + 1 }, (_, index) => begin + index);
}

function checkRange(rows: Rows, tableLength: number, where: string): void {
  for (const part of partNames) {
    const outside = rows[part].filter((row) => row < 0 || row >= tableLength);
    if (outside.length === 0) continue;
    const all = partNames.flatMap((name) => rows[name]);
    const oneBased = outside.every((row) => row === tableLength) && !all.includes(0);
    throw new DataError({
      code: 'split-unreadable',
      path: ['split', 'file'],
      what: `${part} names ${list(outside)}; the table has rows 0 to ${tableLength - 1}`,
      where,
      advice: oneBased
        ? 'The rows seem to be counted from 1: count them from 0.'
        : 'Rows are counted from 0, without the header; check that the splits belong to this table.',
    });
  }
}

function checkOverlap(rows: Rows, where: string): void {
  const partOf = new Map<number, PartName>();
  const twice: string[] = [];
  for (const part of partNames) {
    for (const row of rows[part]) {
      const other = partOf.get(row);
      if (other) twice.push(other === part ? `${row} (twice in ${part})` : `${row} (${other} and ${part})`);
      partOf.set(row, part);
    }
  }
  if (twice.length === 0) return;
  const more = twice.length > shown ? `, ... (${twice.length} in all)` : '';
  throw new DataError({
    code: 'split-unreadable',
    path: ['split', 'file'],
    what: `rows occur more than once: ${twice.slice(0, shown).join(', ')}${more}`,
    where,
    advice: 'Put each row into one part.',
  });
}

/** Table rows to positions in the data set; rows that were refused drop out, rows in no part are reported. */
function toPositions(rows: Rows, { tableRows }: SplitTarget, where: string, warnings: string[]): Split {
  const positionOf = new Map(Array.from(tableRows, (row, position) => [row, position]));
  const positions = (part: PartName): number[] =>
    rows[part].flatMap((row) => (positionOf.has(row) ? [positionOf.get(row)!] : []));
  const split = { train: positions('train'), val: positions('val'), test: positions('test') };
  const named = partNames.reduce((sum, part) => sum + rows[part].length, 0);
  const used = partNames.reduce((sum, part) => sum + split[part].length, 0);
  if (named > used)
    warnings.push(`${where}: rows of the splits that were left out when the table was read: ${named - used}.`);
  const all = new Set(partNames.flatMap((part) => split[part]));
  const unused = Array.from(tableRows).filter((_, position) => !all.has(position));
  if (unused.length > 0) warnings.push(`${where}: ${list(unused)} of the table in no part.`);
  if (split.train.length > 0) return split;
  throw new DataError({
    code: 'empty-part',
    path: ['split', 'file'],
    what: 'no row of the training part holds a usable molecule',
    where,
    advice: 'See rejects.csv, and check that the splits belong to this table.',
  });
}

function list(rows: readonly number[]): string {
  const first = rows.slice(0, shown).join(', ');
  if (rows.length === 1) return `row ${first}`;
  return rows.length > shown ? `${rows.length} rows (${first}, ...)` : `rows ${first}`;
}

function formError(where: string, what: string, cause?: unknown): DataError {
  const advice = 'A splits file is a JSON list such as [{"train": [0, 1, 2], "val": "3-5", "test": [6]}].';
  return new DataError({ code: 'split-unreadable', path: ['split', 'file'], what, where, advice, cause });
}
