/** .smi and .txt files: a SMILES a line, then white space and a name; a header may name more columns. */
import { DataError } from '../../base/index.ts';
import { rejoined } from './beginning.ts';
import { BlankLines } from './blank-lines.ts';
import { type TextOptions, wholeText } from './byte-range.ts';
import type { ByteStream } from './byte-stream.ts';
import { emptyFile } from './csv-table.ts';
import { nameColumns, refuseColumns } from './header.ts';
import type { Table, TableRow } from './table.ts';
import { textLines } from './text-lines.ts';

const structureWord = /^(canonical|isomeric)?[_ ]?(smiles|smi)$|^structure$|^smiles[_ ]\w+$/i;

/** A first line with the word SMILES in it is the header. Throws DataError for a row with other cells than the header names. */
export async function smiTable(
  source: ByteStream,
  { name, range = wholeText, notes = [], longestRecord, mostColumns }: TextOptions,
): Promise<Table> {
  const lines = textLines(source, { name, longestRecord });
  let first = await lines.next();
  while (!first.done && first.value.text.trim() === '') first = await lines.next();
  if (first.done) throw emptyFile(name);
  const words = cellsOf(first.value.text, Number.POSITIVE_INFINITY);
  const isHeader = isHeaderLine(first.value.text);
  if (isHeader) refuseColumns(words.length, { name, mostColumns });
  if (isHeader) notes.push(`${name}: the first line is a header ("${first.value.text.trim()}").`);
  const begin = first.value;
  const { columns } = isHeader && words.length > 1 ? nameColumns(words, name) : { columns: ['smiles', 'name'] };

  async function* rows(): AsyncGenerator<TableRow> {
    let row = 0;
    const blank = new BlankLines(range.from === 0 ? begin.line + 1 : undefined);
    for await (const { line, text, offset } of rejoined(isHeader ? [] : [begin], lines)) {
      if (offset >= range.to) break;
      if (offset < range.from || text.trim() === '') continue;
      blank.row(line, line + 1);
      yield { row: row++, line, cells: complete(text, line) };
    }
    notes.push(...blank.notes(name));
  }
  const complete = (text: string, line: number): string[] => {
    const cells = cellsOf(text, columns.length);
    if (cells.length < 2) cells.push('');
    if (cells.length === columns.length) return cells;
    throw new DataError({
      code: 'table-unreadable',
      what: `${cells.length} cells where the first line has ${columns.length} (separated by white space)`,
      where: `${name}, line ${line}`,
      advice: 'Complete the row, or separate the cells by commas or tabs in a file that ends in .csv or .tsv.',
    });
  };
  const unnamed = isHeader && words.length > 1 ? [] : ['name'];
  const grammar = { quotes: false, rowsAfter: Number(isHeader) };
  return { name, format: 'smi', columns, header: isHeader, unnamed, ...grammar, rows: rows(), notes };
}

/** Whether the line names columns, one of them that of the structures. */
export function isHeaderLine(line: string): boolean {
  return line
    .trim()
    .split(/[\s,;|]+/)
    .some((word) => structureWord.test(word));
}

/** At most `most` cells; the last one takes the rest of the line. */
function cellsOf(line: string, most: number): string[] {
  const cells: string[] = [];
  let rest = line.trim();
  while (cells.length < most - 1) {
    const space = rest.search(/\s/);
    if (space < 0) break;
    cells.push(rest.slice(0, space));
    rest = rest.slice(space).trim();
  }
  return [...cells, rest];
}
