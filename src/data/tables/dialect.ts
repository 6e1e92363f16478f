/**
 * How a table of text is written, found from its beginning: what separates the cells, whether quotes are grammar, and whether a line
 * such as Excel's `sep=;` stands before the header.
 */
import { DataError } from '../../base/index.ts';
import type { Delimiter } from './table.ts';

export interface Dialect {
  readonly delimiter: Delimiter;
  /** False: a quote is a character like any other. */
  readonly quotes: boolean;
  /** The first line only says what separates the cells. */
  readonly separatorLine: boolean;
}

const candidates = [',', '\t', ';', '|'] as const satisfies readonly Delimiter[];
const lineBreak = /\r\n|\n|\r/;

/**
 * head: the beginning of the file; `isWhole` if it is all of it. The delimiter is the candidate that occurs most often in the header
 * outside quotes; one that occurs equally often in the next record is preferred, since a header may hold commas in its text. A table of
 * one column has none: comma. Throws DataError for a `sep=` line of another character.
 */
export function findDialect(head: string, { isWhole, name }: { isWhole: boolean; name: string }): Dialect {
  const text = head.replace(/^[\r\n]+/, '');
  const declared = /^"?sep=(\\t|.?)"?(\r\n|\n|\r|$)/i.exec(text);
  if (declared)
    return { ...declaredDialect(declared[1]!, text.slice(declared[0].length), { isWhole, name }), separatorLine: true };
  const ranked = candidates
    .map((delimiter) => {
      const [count = 0, again = 0] = delimitersOfRecords(text, delimiter);
      return { delimiter, count, again };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => Number(b.count === b.again) - Number(a.count === a.again) || b.count - a.count);
  const delimiter = ranked[0]?.delimiter ?? ',';
  return { delimiter, quotes: usesQuotes(text, delimiter, isWhole), separatorLine: false };
}

function declaredDialect(
  sign: string,
  rest: string,
  { isWhole, name }: { isWhole: boolean; name: string },
): Omit<Dialect, 'separatorLine'> {
  const delimiter = candidates.find((candidate) => candidate === (sign === '\\t' ? '\t' : sign));
  if (delimiter) return { delimiter, quotes: usesQuotes(rest, delimiter, isWhole) };
  throw new DataError({
    code: 'table-unreadable',
    what: `the first line says that "${sign}" separates the cells`,
    where: `${name}, line 1`,
    advice: 'Save the table with commas, semicolons, tabs or pipes between the cells.',
  });
}

/** How often the candidate separates cells in the first two records; a quote opens only where a cell begins. */
function delimitersOfRecords(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let [count, quoted, begins, isBlank] = [0, false, true, true];
  for (const character of text) {
    if (quoted) {
      // Of a doubled quote the second one opens the cell again.
      if (character === '"') [quoted, begins] = [false, true];
      continue;
    }
    if (character === '"' && begins) [quoted, isBlank] = [true, false];
    else if (character === delimiter) [count, begins, isBlank] = [count + 1, true, false];
    else if (character === '\n' || character === '\r') {
      if (!isBlank) counts.push(count);
      if (counts.length === 2) return counts;
      [count, begins, isBlank] = [0, true, true];
    } else if (character !== ' ') [begins, isBlank] = [false, false];
  }
  if (!isBlank) counts.push(count);
  return counts;
}

/**
 * Quotes are grammar everywhere but between tabs: there a quote is most often a character (inches, seconds, 5"-CTG), unless every cell
 * that has one stands in quotes as a whole, or lines have other numbers of cells without that grammar.
 */
function usesQuotes(text: string, delimiter: Delimiter, isWhole: boolean): boolean {
  if (delimiter !== '\t') return true;
  if (!text.includes('"')) return false;
  const lines = text.split(lineBreak).filter((line) => line !== '');
  if (!isWhole && lines.length > 1) lines.pop();
  const cells = lines.flatMap((line) => line.split('\t'));
  const isQuoted = (cell: string): boolean => /^"([^"]|"")*"$/.test(cell);
  const stray = cells.some((cell) => cell.includes('"') && !isQuoted(cell));
  if (!stray) return cells.some(isQuoted);
  const width = lines[0]!.split('\t').length;
  return lines.some((line) => line.split('\t').length !== width) && cells.some((cell) => cell.startsWith('"'));
}
