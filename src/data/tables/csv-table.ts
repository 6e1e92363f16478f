/** CSV, TSV and text separated by semicolons or pipes as a table. */
import { DataError } from '../../base/index.ts';
import { isWithin, type TextOptions, wholeText } from './byte-range.ts';
import { type ByteStream, peek } from './byte-stream.ts';
import { type CsvRecord, parseBlock } from './csv-records.ts';
import { type Dialect, findDialect } from './dialect.ts';
import { nameColumns, numberColumns, refuseColumns } from './header.ts';
import { RowRemarks } from './row-remarks.ts';
import { type Delimiter, delimiterNames, type Table, type TableRow } from './table.ts';
import { type TextBlock, textBlocks } from './text-blocks.ts';

export interface CsvOptions extends TextOptions {
  /** False: the first line is a row already, columns are called `column 1`, `column 2` ... Default true. */
  readonly header?: boolean | undefined;
}

/** Bytes that tell how a table is written. */
const headBytes = 1 << 16;

/** Reads the header at once, rows as they are asked for. Throws DataError for an empty file or a header that cannot be used. */
export async function csvTable(
  source: ByteStream,
  { name, header = true, range = wholeText, notes = [], longestRecord, mostColumns }: CsvOptions,
): Promise<Table> {
  const { head, all } = await peek(source, headBytes);
  const text = new TextDecoder().decode(head.subarray(0, headBytes));
  const dialect = findDialect(text, { isWhole: head.length <= headBytes, name });
  const { delimiter } = dialect;
  const blocks = textBlocks(all, { name, quotes: dialect.quotes, longestRecord })[Symbol.asyncIterator]();
  let records: readonly CsvRecord[] = await firstRecords(blocks, dialect, name);
  const first = records[0]!;
  refuseColumns(first.cells.length, { name, mostColumns });
  if (header) records = records.slice(1);
  const { columns, unnamed } = header
    ? nameColumns(first.cells, name)
    : { columns: numberColumns(first.cells.length), unnamed: [] };
  if (delimiter !== ',') notes.push(`${name}: cells are separated by ${delimiterNames[delimiter]}s.`);
  if (delimiter === '\t' && !dialect.quotes && text.includes('"'))
    notes.push(`${name}: quotes (") in cells are read as they stand.`);

  const inRange = ({ offset }: CsvRecord): boolean => isWithin(range, offset);
  records = records.filter(inRange);
  // What lies before the range is not looked at more closely than to find where records begin.
  const recordsOf = (block: TextBlock): CsvRecord[] =>
    block.offset + block.bytes.length <= range.from ? [] : parseBlock(block, dialect, name).filter(inRange);

  async function* rows(): AsyncGenerator<TableRow> {
    const remarks = new RowRemarks(name, dialect, header && range.from === 0 ? first.nextLine : undefined);
    try {
      let row = 0;
      for (;;) {
        for (const record of records) {
          const { line, cells } = record;
          if (cells.length !== columns.length)
            throw ragged(`${name}, line ${line}`, cells.length, columns.length, delimiter);
          notes.push(...remarks.on(record));
          yield { row: row++, line, cells };
        }
        const block = await blocks.next();
        if (block.done || block.value.offset >= range.to) {
          notes.push(...remarks.atEnd());
          return;
        }
        records = recordsOf(block.value);
      }
    } finally {
      await blocks.return?.(undefined);
    }
  }
  const rowsAfter = Number(dialect.separatorLine) + Number(header);
  const { quotes } = dialect;
  return { name, format: 'csv', delimiter, columns, header, unnamed, quotes, rowsAfter, rows: rows(), notes };
}

/** The records of the first block that has any but the line that tells the delimiter. */
async function firstRecords(
  blocks: AsyncIterator<TextBlock>,
  dialect: Dialect,
  name: string,
): Promise<readonly CsvRecord[]> {
  let toSkip = Number(dialect.separatorLine);
  for (;;) {
    const block = await blocks.next();
    if (block.done) throw emptyFile(name);
    const records = parseBlock(block.value, dialect, name);
    const skipped = Math.min(toSkip, records.length);
    toSkip -= skipped;
    if (records.length > skipped) return records.slice(skipped);
  }
}

export function emptyFile(name: string): DataError {
  return new DataError({
    code: 'table-empty',
    what: 'the file is empty',
    where: name,
    advice: 'A table has a header line and at least one molecule.',
  });
}

function ragged(where: string, found: number, expected: number, delimiter: Delimiter): DataError {
  const separator = delimiterNames[delimiter];
  return new DataError({
    code: 'table-unreadable',
    what: `${found} cells where the first line has ${expected} (separated by ${separator}s)`,
    where,
    advice:
      found > expected
        ? `Put cells that contain a ${separator} in quotes.`
        : 'Complete the row, or check whether the line was cut off or a quote is missing.',
  });
}
