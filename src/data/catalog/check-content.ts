/** Whether a file is the table it should be: by columns, number of rows, and SHA-256 of its content. */

import { recognize } from '../columns/known-tables.ts';
import { gunzip, peek } from '../tables/byte-stream.ts';
import { isGzip } from '../tables/file-kind.ts';
import { readTable } from '../tables/read-table.ts';
import type { PublishedDataset } from './entries.ts';

/** `published`: exactly the file at its home. `otherForm`: the same table in another form, for instance a cleaned copy. */
export type ContentCheck =
  | { readonly form: 'published' }
  | { readonly form: 'otherForm'; readonly difference: string }
  | { readonly form: 'notThisTable'; readonly difference: string };

/** Reads the whole content (these tables are below 1 MB). Throws DataError only if it is no table at all. */
export async function checkContent(entry: PublishedDataset, bytes: Uint8Array, name: string): Promise<ContentCheck> {
  const content = await unpacked(bytes, name);
  const table = await readTable(once(content), { name, format: 'csv' });
  const found = recognize(table.columns);
  if (found?.name !== entry.name) {
    return { form: 'notThisTable', difference: `its columns are ${table.columns.slice(0, 8).join(', ')}` };
  }
  let rows = 0;
  for await (const _ of table.rows) rows++;
  if (rows !== entry.rows)
    return { form: 'otherForm', difference: `it has ${rows} rows, the published file ${entry.rows}` };
  if (entry.sha256 === undefined) return { form: 'published' };
  const sha256 = await contentHash(content);
  if (sha256 === entry.sha256) return { form: 'published' };
  return { form: 'otherForm', difference: `its SHA-256 is ${sha256}, the published file's ${entry.sha256}` };
}

/** SHA-256, in hexadecimal, of text with CRLF line ends counted as LF. */
export async function contentHash(content: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', withLineFeeds(content));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function withLineFeeds(content: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(content.filter((byte, at) => !(byte === 13 && content[at + 1] === 10)));
}

async function unpacked(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  return (await peek(gunzip(once(bytes), name), Number.POSITIVE_INFINITY)).head;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
