/** CSV, TSV and semicolon-separated text as a table. */
import { DataError } from '../../base/index.ts';
import type { ByteStream } from './byte-stream.ts';
import { type CsvRecord, parseBlock } from './csv-records.ts';
import { detectDelimiter } from './delimiter.ts';
import { nameColumns, numberColumns } from './header.ts';
import { type Delimiter, delimiterNames, type Table, type TableRow } from './table.ts';
import { textBlocks } from './text-blocks.ts';

export interface CsvOptions {
  /** Name for messages. */
  readonly name: string;
  /** False: the first line is a row already, columns are called `column 1`, `column 2` ... Default true. */
  readonly header?: boolean | undefined;
}

/** Reads the header at once, rows as they are asked for. Throws DataError for an empty file or a header that cannot be used. */
export async function csvTable(source: ByteStream, { name, header = true }: CsvOptions): Promise<Table> {
  const blocks = textBlocks(source, name, true)[Symbol.asyncIterator]();
  let delimiter: Delimiter = ',';
  let records: CsvRecord[] = [];
  while (records.length === 0) {
    const block = await blocks.next();
    if (block.done) throw emptyFile(name);
    const text = new TextDecoder().decode(block.value.bytes.subarray(0, 65536)).trimStart();
    delimiter = detectDelimiter(text);
    records = parseBlock(block.value, delimiter, name);
  }
  const first = header ? records.shift()! : records[0]!;
  const { columns, unnamed } = header
    ? nameColumns(first.cells, name)
    : { columns: numberColumns(first.cells.length), unnamed: [] };

  async function* rows(): AsyncGenerator<TableRow> {
    try {
      let row = 0;
      for (;;) {
        for (const { line, cells } of records) {
          if (cells.length !== columns.length) throw ragged(name, line, cells.length, columns.length, delimiter);
          yield { row: row++, line, cells };
        }
        const block = await blocks.next();
        if (block.done) return;
        records = parseBlock(block.value, delimiter, name);
      }
    } finally {
      await blocks.return?.(undefined);
    }
  }
  const separated = `${name}: cells are separated by ${delimiterNames[delimiter]}s.`;
  const notes = delimiter === ',' ? [] : [separated];
  return { name, format: 'csv', delimiter, columns, header, unnamed, rows: rows(), notes };
}

export function emptyFile(name: string): DataError {
  return new DataError({
    what: 'the file is empty',
    where: name,
    advice: 'A table has a header line and at least one molecule.',
  });
}

function ragged(name: string, line: number, found: number, expected: number, delimiter: Delimiter): DataError {
  const separator = delimiterNames[delimiter];
  return new DataError({
    what: `${found} cells where the first line has ${expected} (separated by ${separator}s)`,
    where: `${name}, line ${line}`,
    advice:
      found > expected
        ? `Put cells that contain a ${separator} in quotes.`
        : 'Complete the row, or check whether the line was cut off or a quote is missing.',
  });
}
