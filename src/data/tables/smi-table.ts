/** .smi and .txt files: a SMILES a line, then white space and a name. */
import type { ByteStream } from './byte-stream.ts';
import { emptyFile } from './csv-table.ts';
import type { Table, TableRow } from './table.ts';
import { textLines } from './text-lines.ts';

const headerLine = /^\s*(smiles|smi|structure|canonical_smiles)(\s|$)/i;

/** A first line that begins with the word SMILES is taken as a header and left out. */
export async function smiTable(source: ByteStream, name: string): Promise<Table> {
  const lines = textLines(source, name);
  let first = await lines.next();
  while (!first.done && first.value.text.trim() === '') first = await lines.next();
  if (first.done) throw emptyFile(name);
  const notes: string[] = [];
  const isHeader = headerLine.test(first.value.text);
  if (isHeader) notes.push(`${name}: the first line is a header ("${first.value.text.trim()}").`);
  const opening = isHeader ? undefined : first.value;

  async function* rows(): AsyncGenerator<TableRow> {
    let row = 0;
    if (opening) yield { row: row++, line: opening.line, cells: cellsOf(opening.text) };
    for await (const { line, text } of lines) {
      if (text.trim() !== '') yield { row: row++, line, cells: cellsOf(text) };
    }
  }
  return { name, format: 'smi', columns: ['smiles', 'name'], header: isHeader, unnamed: [], rows: rows(), notes };
}

function cellsOf(line: string): [string, string] {
  const trimmed = line.trim();
  const space = trimmed.search(/\s/);
  return space < 0 ? [trimmed, ''] : [trimmed.slice(0, space), trimmed.slice(space).trim()];
}
