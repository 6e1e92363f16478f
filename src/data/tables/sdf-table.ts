/**
 * .sdf files: molfile blocks (V2000 or V3000) with data fields, records ending in `$$$$`. The structure goes to the chemistry
 * toolkit as it stands; the data fields become columns.
 *
 * A stream has no header, so the columns are the fields of the first thousand records, or of fewer that hold much; a field that first
 * appears later is left out and said so in the notes.
 */
import { DataError } from '../../base/index.ts';
import { beginningOf, bytesOfTexts } from './beginning.ts';
import { type TextOptions, wholeText } from './byte-range.ts';
import type { ByteStream } from './byte-stream.ts';
import { emptyFile } from './csv-table.ts';
import { refuseColumns } from './header.ts';
import { fieldHeader, type RecordLines, recordLines } from './sdf-records.ts';
import type { Table, TableRow } from './table.ts';
import { longestOfAll, mebibytes } from './text-blocks.ts';
import { type TextLine, textLines } from './text-lines.ts';

interface SdfRecord {
  /** Bytes of the text before it. */
  readonly offset: number;
  readonly line: number;
  readonly name: string;
  readonly molblock: string;
  readonly isUnseparated: boolean;
  /** What is wrong with the record. */
  readonly damage?: string;
  readonly fields: ReadonlyMap<string, string>;
}

const mostLines = 100_000;
/** Records without a separator up to which each is listed. */
const shownUnseparated = 5;
/** Fields that appear late up to which each is listed. */
const mostLate = 1000;

export async function sdfTable(
  source: ByteStream,
  { name, range = wholeText, notes = [], longestRecord, mostColumns }: TextOptions,
): Promise<Table> {
  const { items, all } = await beginningOf(sdfRecords(source, { name, longestRecord }), bytesOfRecord);
  if (items.length === 0) throw emptyFile(name);
  const known = new Set(items.flatMap((record) => [...record.fields.keys()]));
  refuseColumns(known.size, { name, mostColumns });
  const fields = [...known];
  const nameColumn = ['name', 'title', 'record title'].find((column) => !fields.includes(column)) ?? freeName(fields);
  const late = new Set<string>();

  async function* rows(): AsyncGenerator<TableRow> {
    let row = 0;
    let unseparated = 0;
    const asRow = (record: SdfRecord): TableRow => {
      if (record.isUnseparated && unseparated++ < shownUnseparated)
        notes.push(`${name}, line ${record.line}: no "$$$$" stands before this molecule; it is a row of its own.`);
      for (const field of record.fields.keys()) {
        if (known.has(field) || late.has(field) || late.size === mostLate) continue;
        late.add(field);
        notes.push(`${name}, line ${record.line}: field "${field}" first appears here and is left out.`);
        if (late.size === mostLate) notes.push(`${name}: fields that first appear further on are left out, too.`);
      }
      const cells = [record.name, ...fields.map((field) => record.fields.get(field) ?? '')];
      const { line, molblock, damage } = record;
      return { row: row++, line, cells, molblock, ...(damage !== undefined && { damage }) };
    };
    for await (const record of all) {
      if (record.offset >= range.to) break;
      if (record.offset >= range.from) yield asRow(record);
    }
    if (unseparated > shownUnseparated)
      notes.push(`${name}: ${unseparated - shownUnseparated} more molecules have no "$$$$" before them.`);
  }
  const columns = [nameColumn, ...fields];
  const grammar = { header: true, unnamed: [], quotes: false, rowsAfter: 0 };
  return { name, format: 'sdf', columns, ...grammar, rows: rows(), notes };
}

function freeName(fields: readonly string[]): string {
  let count = 2;
  while (fields.includes(`record title ${count}`)) count++;
  return `record title ${count}`;
}

/** What a data field takes beside its name and value, in its record and as a column. */
const bytesPerField = 64;

function bytesOfRecord({ molblock, fields }: SdfRecord): number {
  return molblock.length + bytesOfTexts(fields.keys()) + bytesOfTexts(fields.values()) + fields.size * bytesPerField;
}

interface RecordOptions {
  readonly name: string;
  readonly longestRecord: number | undefined;
}

async function* sdfRecords(
  source: ByteStream,
  { name, longestRecord = longestOfAll }: RecordOptions,
): AsyncGenerator<SdfRecord> {
  const refuseEndless = (first: TextLine, last: TextLine, lines: number): void => {
    if (lines > mostLines) throw unended(first.line, name);
    if (last.offset + last.text.length - first.offset > longestRecord) throw tooLong(first.line, name, longestRecord);
  };
  let isFirst = true;
  for await (const record of recordLines(textLines(source, { name, longestRecord }), refuseEndless)) {
    const { lines, isLast } = record;
    if (isLast && lines.every(({ text }) => text.trim() === '')) return;
    // A file without any end is no SDF at all; after whole records it is one that was cut off.
    if (isLast && isFirst && !lines.some(isEnd)) throw unended(lines[0]!.line, name);
    yield readRecord(record);
    isFirst = false;
  }
}

function isEnd({ text }: TextLine): boolean {
  return text.startsWith('M  END');
}

/** A record without an end keeps its data fields and says what it lacks: the others can be read all the same. */
function readRecord({ lines, first: { line, offset }, isUnseparated }: RecordLines): SdfRecord {
  const title = lines[0]?.text.trim() ?? '';
  const end = lines.findIndex(isEnd);
  if (end < 0) {
    const damage = 'the record has no "M  END" line (damaged or cut off)';
    const firstField = lines.findIndex(({ text }) => fieldHeader.test(text));
    const fields = readFields(firstField < 0 ? [] : lines.slice(firstField));
    return { line, offset, isUnseparated, name: title, molblock: `${title || 'molecule'}\n`, damage, fields };
  }
  // The title line must not be empty: trimming the block would lose a line of its header.
  const block = [title || 'molecule', ...lines.slice(1, end + 1).map(({ text }) => text)];
  const fields = readFields(lines.slice(end + 1));
  return { line, offset, isUnseparated, name: title, molblock: `${block.join('\n')}\n`, fields };
}

/** `> <NAME>` or `>  25 <NAME> (3)`, then the value's lines up to a blank one. */
function readFields(lines: readonly TextLine[]): Map<string, string> {
  const fields = new Map<string, string>();
  let field: string | undefined;
  for (const { text } of lines) {
    const header = fieldHeader.exec(text);
    if (header) fields.set((field = header[1]!.trim() || 'unnamed'), '');
    else if (text.trim() === '') field = undefined;
    else if (field !== undefined) {
      const before = fields.get(field)!;
      fields.set(field, before === '' ? text : `${before}\n${text}`);
    }
  }
  return fields;
}

function tooLong(line: number, name: string, bytes: number): DataError {
  return new DataError({
    code: 'table-unreadable',
    what: `the record that starts here is longer than ${mebibytes(bytes)}`,
    where: `${name}, line ${line}`,
    advice: 'Leave out data fields that hold so much, or put the "$$$$" between the molecules that the file has lost.',
  });
}

function unended(line: number, name: string): DataError {
  return new DataError({
    code: 'table-unreadable',
    what: 'the record that starts here has no "M  END" line',
    where: `${name}, line ${line}`,
    advice: 'The file is cut off or is not an SDF file (molfile blocks ended by $$$$).',
  });
}
