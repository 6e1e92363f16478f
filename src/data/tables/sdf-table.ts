/**
 * .sdf files: molfile blocks (V2000 or V3000) with data fields, records ending in `$$$$`. The structure goes to the chemistry
 * toolkit as it stands; the data fields become columns.
 *
 * A stream has no header, so the columns are the fields of the first thousand records; a field that first appears later is
 * left out and said so in the notes.
 */
import { DataError } from '../../base/index.ts';
import type { ByteStream } from './byte-stream.ts';
import { emptyFile } from './csv-table.ts';
import type { Table, TableRow } from './table.ts';
import { type TextLine, textLines } from './text-lines.ts';

interface SdfRecord {
  readonly line: number;
  readonly name: string;
  readonly molblock: string;
  readonly fields: ReadonlyMap<string, string>;
}

const lookAhead = 1000;
const longestRecord = 100_000;

export async function sdfTable(source: ByteStream, name: string): Promise<Table> {
  const records = sdfRecords(source, name);
  const first: SdfRecord[] = [];
  while (first.length < lookAhead) {
    const next = await records.next();
    if (next.done) break;
    first.push(next.value);
  }
  if (first.length === 0) throw emptyFile(name);
  const fields = [...new Set(first.flatMap((record) => [...record.fields.keys()]))];
  const nameColumn = fields.includes('name') ? 'title' : 'name';
  const notes: string[] = [];
  const late = new Set<string>();

  async function* rows(): AsyncGenerator<TableRow> {
    let row = 0;
    const asRow = (record: SdfRecord): TableRow => {
      for (const field of record.fields.keys()) {
        if (fields.includes(field) || late.has(field)) continue;
        late.add(field);
        notes.push(`${name}, line ${record.line}: field "${field}" first appears here and is left out.`);
      }
      const cells = [record.name, ...fields.map((field) => record.fields.get(field) ?? '')];
      return { row: row++, line: record.line, cells, molblock: record.molblock };
    };
    for (const record of first.splice(0)) yield asRow(record);
    for await (const record of records) yield asRow(record);
  }
  return { name, format: 'sdf', columns: [nameColumn, ...fields], header: true, unnamed: [], rows: rows(), notes };
}

async function* sdfRecords(source: ByteStream, name: string): AsyncGenerator<SdfRecord> {
  let lines: TextLine[] = [];
  for await (const line of textLines(source, name)) {
    if (line.text.startsWith('$$$$')) {
      yield readRecord(lines, name);
      lines = [];
    } else if (lines.push(line) > longestRecord) throw unended(lines[0]!.line, name);
  }
  if (lines.some(({ text }) => text.trim() !== '')) yield readRecord(lines, name);
}

function readRecord(lines: readonly TextLine[], name: string): SdfRecord {
  const end = lines.findIndex(({ text }) => text.startsWith('M  END'));
  const line = lines[0]?.line ?? 1;
  if (end < 0) throw unended(line, name);
  const title = lines[0]!.text.trim();
  // The title line must not be empty: whoever trims the block would lose a line of its header.
  const block = [title || 'molecule', ...lines.slice(1, end + 1).map(({ text }) => text)];
  return { line, name: title, molblock: `${block.join('\n')}\n`, fields: readFields(lines.slice(end + 1)) };
}

/** `> <NAME>` or `>  25 <NAME> (3)`, then the value's lines up to a blank one. */
function readFields(lines: readonly TextLine[]): Map<string, string> {
  const fields = new Map<string, string>();
  let field: string | undefined;
  for (const { text } of lines) {
    const header = /^>.*<([^>]*)>/.exec(text);
    if (header) fields.set((field = header[1]!.trim() || 'unnamed'), '');
    else if (text.trim() === '') field = undefined;
    else if (field !== undefined) {
      const before = fields.get(field)!;
      fields.set(field, before === '' ? text : `${before}\n${text}`);
    }
  }
  return fields;
}

function unended(line: number, name: string): DataError {
  return new DataError({
    what: 'the record that starts here has no "M  END" line',
    where: `${name}, line ${line}`,
    advice: 'The file is cut off or is not an SDF file (molfile blocks ended by $$$$).',
  });
}
