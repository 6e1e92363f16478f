/** Opening a table by its path. */
import { createReadStream } from 'node:fs';
import { access, constants, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { DataError, editDistance, type Part, systemRefusal } from '../../base/index.ts';
import { fileChecksum } from '../../platform/index.node.ts';
import type { ByteRange } from './byte-range.ts';
import type { ByteStream } from './byte-stream.ts';
import { type ReadTableOptions, readTable, unpack } from './read-table.ts';
import { groupStarts, rangeOfPart } from './row-starts.ts';
import type { Table } from './table.ts';

/** Opens path and reads the table's header. Throws DataError for a URL, a folder, a missing or unreadable file, and all of readTable's. */
export async function openTable(path: string, options: Omit<ReadTableOptions, 'name'> = {}): Promise<Table> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) {
    throw new DataError({
      code: 'not-a-table',
      what: 'expected a file and received a URL',
      where: path,
      advice: 'Download the file first; graphsam datasets lists data sets that it can fetch itself.',
    });
  }
  await checkFile(path);
  return readTable(createReadStream(path, { highWaterMark: 1 << 18 }), { ...options, name: path });
}

/**
 * Where a part of a table lies: about equally many bytes (of the unpacked text), cut where a group of rows begins (row-starts.ts), so the
 * file is read up to there; a gzipped one as a whole. Throws DataError as openTable does.
 */
export async function partOfTable(path: string, part: Part, { header }: { header?: boolean } = {}): Promise<ByteRange> {
  const table = await openTable(path, { header });
  // Begun and left, the rows close their file.
  for await (const _row of table.rows) break;
  const text = async (): Promise<ByteStream> => (await unpack(createReadStream(path), path)).text;
  const isOtherwise = /\.gz$/i.test(path) || table.notes.some((note) => note.endsWith('UTF-16.'));
  const bytes = isOtherwise ? await lengthOf(await text()) : (await stat(path)).size;
  return rangeOfPart(groupStarts(await text(), table), bytes, part);
}

/** The SHA-256 of its file, packed as it is. Throws DataError for a missing or unreadable file. */
export async function tableChecksum(path: string): Promise<string> {
  await checkFile(path);
  return fileChecksum(path);
}

async function lengthOf(text: ByteStream): Promise<number> {
  let bytes = 0;
  for await (const block of text) bytes += block.length;
  return bytes;
}

async function checkFile(path: string): Promise<void> {
  // A file that may not be read has a status all the same.
  const found = access(path, constants.R_OK).then(() => stat(path));
  const status = await found.catch((error: NodeJS.ErrnoException) => error);
  if (status instanceof Error) {
    const refusal = systemRefusal(status);
    const missing = status.code === 'ENOENT' || status.code === 'ENOTDIR';
    throw new DataError({
      code: 'cannot-read',
      what: missing ? 'there is no such file' : `cannot open it: ${refusal?.reason ?? status.message} (${status.code})`,
      where: path,
      advice: missing ? await nearName(path) : (refusal?.advice ?? 'Check its permissions.'),
      cause: status,
    });
  }
  if (status.isDirectory()) {
    throw new DataError({
      code: 'not-a-table',
      what: 'expected a table and found a folder',
      where: path,
      advice: `Name one file in it.${await listTables(path)}`,
    });
  }
}

async function nearName(path: string): Promise<string> {
  const names = await readdir(dirname(path)).catch(() => [] as string[]);
  const wanted = basename(path);
  const near = names.filter((name) => editDistance(name.toLowerCase(), wanted.toLowerCase()) <= 3);
  return near.length > 0 ? `Did you mean ${near[0]}?` : 'Check the path.';
}

async function listTables(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const tables = names.filter((name) => /\.(csv|tsv|smi|txt|sdf)(\.gz)?$/i.test(name)).slice(0, 5);
  return tables.length > 0 ? ` It holds ${tables.join(', ')}.` : '';
}
