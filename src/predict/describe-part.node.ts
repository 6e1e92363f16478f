/** What a part of a prediction is of, taken from its files; and whether it lies there already. */
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { version } from '../base/index.ts';
import { fileChecksum, sha256 } from '../platform/index.node.ts';
import { type PartFile, parsePartFile, partFileOf } from './part-file.ts';

/** Bytes by which a table is recognized, beside its length: reading a large one whole for that would take minutes. */
const headBytes = 1 << 20;

export async function describeWhole(
  model: Uint8Array,
  table: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<PartFile['of']> {
  const file = await open(table);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(headBytes, size)), 0);
    const head = sha256(buffer.subarray(0, bytesRead));
    const known = Object.entries(settings).filter(([, value]) => value !== undefined);
    const described = { name: basename(table), bytes: size, head };
    return { model: sha256(model), table: described, settings: Object.fromEntries(known), graphsam: version };
  } finally {
    await file.close();
  }
}

/** The description of a part that is whole; undefined if the part or its description is missing. Throws DataError if it is damaged. */
export async function readPart(path: string): Promise<PartFile | undefined> {
  const where = partFileOf(path);
  const text = await readFile(where, 'utf8').catch(() => undefined);
  if (text === undefined || !existsSync(path)) return undefined;
  return parsePartFile(text, where);
}

/** Whether the file is as it was described. */
export async function isIntact(path: string, { checksum }: PartFile): Promise<boolean> {
  return (await fileChecksum(path)) === checksum;
}
