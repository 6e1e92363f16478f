/** A stream of bytes as a table: unpacks gzip, recognizes the format, refuses what is not a text table. Browser and Node. */
import { DataError } from '../../base/index.ts';
import { rejoined } from './beginning.ts';
import type { ByteRange } from './byte-range.ts';
import { type ByteStream, counted, gunzip, peek } from './byte-stream.ts';
import { csvTable, emptyFile } from './csv-table.ts';
import { fromUtf16, fromWindows1252, utf16Of } from './encodings.ts';
import { isGzip, refuseOtherKinds } from './file-kind.ts';
import { sdfTable } from './sdf-table.ts';
import { isHeaderLine, smiTable } from './smi-table.ts';
import type { Table, TableFormat } from './table.ts';

export interface ReadTableOptions {
  /** File name: for messages, and its ending tells the format (.smi, .txt, .sdf; everything else is CSV), .gz or not. */
  readonly name: string;
  /** Overrides what the name says. */
  readonly format?: TableFormat | undefined;
  /** False: the first line of a CSV is a row already. Default true. */
  readonly header?: boolean | undefined;
  /** Only the rows that begin in this part of the unpacked text, whose columns are those of the whole table; rows count from 0. Default: all. */
  readonly range?: ByteRange | undefined;
  /** Bytes of a row above which the table is refused. Default 16 MiB. */
  readonly longestRecord?: number | undefined;
  /** Columns above which it is refused. Default: any number. */
  readonly mostColumns?: number | undefined;
  /** Called with the number of bytes of the unpacked text that were read so far; what it throws ends the reading. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const headBytes = 4096;
const lineBreak = /\r\n|\n|\r/;

/** Throws DataError if the stream is empty, of another format, no text, or its header cannot be used; then the stream is ended. */
export async function readTable(source: ByteStream, options: ReadTableOptions): Promise<Table> {
  const stream = rejoined([], source[Symbol.asyncIterator]());
  try {
    return await tableOf(stream, options);
  } catch (error) {
    // Not waited for: a stream ends only once it has given what it was asked for, and whoever sends it may hang.
    stream.return().catch(() => {});
    throw error;
  }
}

async function tableOf(source: ByteStream, options: ReadTableOptions): Promise<Table> {
  const { name, format, header, range, longestRecord, mostColumns, onBytes } = options;
  const { head, text, notes } = await unpack(source, name, onBytes);
  if (head.length === 0) throw emptyFile(name);
  const start = new TextDecoder().decode(head);
  const found = format ?? formatOf(name, start);
  const separated = format === undefined && found === 'smi' && (isSeparated(start) || isColumn(start, name));
  const textOptions = { name, range, notes, longestRecord, mostColumns };
  switch (separated ? 'csv' : found) {
    case 'smi':
      return smiTable(text, textOptions);
    case 'sdf':
      return sdfTable(text, textOptions);
    case 'csv': {
      const isNamed = separated ? isHeaderLine(start.split(lineBreak, 1)[0]!) : header;
      return csvTable(text, { ...textOptions, header: isNamed });
    }
  }
}

interface UnpackedText {
  /** Its beginning. */
  readonly head: Uint8Array;
  /** In UTF-8, without gzip and byte order mark. */
  readonly text: ByteStream;
  /** Says so once something was read that is not UTF-8. */
  readonly notes: string[];
}

/** The text of a file. Throws DataError for what is no text, and what onBytes throws (ReadTableOptions). */
export async function unpack(
  source: ByteStream,
  name: string,
  onBytes: (bytes: number) => void = () => {},
): Promise<UnpackedText> {
  const packed = await peek(source, headBytes);
  const unpacked = isGzip(packed.head) ? gunzip(packed.all, name) : packed.all;
  const { head: raw, all } = await peek(counted(unpacked, onBytes), headBytes);
  refuseOtherKinds(raw, name);
  const utf16 = utf16Of(raw);
  const notes = utf16 ? [readAs(name, 'UTF-16')] : [];
  const decoded = utf16
    ? fromUtf16(all, utf16)
    : fromWindows1252(withoutByteOrderMark(all), () => {
        notes.push(readAs(name, 'Windows-1252'));
      });
  const { head, all: text } = await peek(decoded, headBytes);
  return { head, text, notes };
}

function readAs(name: string, encoding: string): string {
  return `${name}: the text is read as ${encoding}.`;
}

/** A list of SMILES with commas or the like between SMILES and name: no SMILES has one of them. */
function isSeparated(start: string): boolean {
  const lines = start.split(lineBreak).filter((line) => line.trim() !== '');
  const looked = lines.slice(0, 50);
  return looked.filter((line) => /[,;|]/.test(line.trim().split(/\s/, 1)[0]!)).length * 2 > looked.length;
}

/** A text file of SMILES alone below their name: a table with one column. */
function isColumn(start: string, name: string): boolean {
  if (!/\.txt(\.gz)?$/i.test(name)) return false;
  const [first, ...rows] = start.split(lineBreak).map((line) => line.trim());
  return isHeaderLine(first!) && [first!, ...rows].every((line) => !/\s/.test(line));
}

function formatOf(name: string, start: string): TableFormat {
  const ending = /\.([^.]*)$/.exec(name.toLowerCase().replace(/\.gz$/, ''))?.[1] ?? '';
  const isMolfile = /^(.*\r?\n){3}.*V[23]000/.test(start);
  if (ending === 'sdf' || ending === 'sd') return 'sdf';
  if (isMolfile) {
    throw new DataError({
      code: 'not-a-table',
      what: 'expected a table and found a molfile or SDF',
      where: name,
      advice: 'Give the file a name that ends in .sdf.',
    });
  }
  if (ending === 'smi' || ending === 'smiles') return 'smi';
  const firstLine = start.split(/[\r\n]/, 1)[0]!;
  return ending === 'txt' && !/[,;\t|]/.test(firstLine) ? 'smi' : 'csv';
}

async function* withoutByteOrderMark(source: ByteStream): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of source) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    yield marked ? chunk.subarray(3) : chunk;
  }
}
