/** How long a table is, which tells how far its prediction is. */
import { open, stat } from 'node:fs/promises';
import { utf16Of } from '../data/index.ts';

/** Bytes that tell how characters are written. */
const headBytes = 4096;

/** About how many characters; undefined where that is not known: of what is packed, is no file, or cannot be read. */
export async function tableLength(path: string): Promise<number | undefined> {
  if (/\.gz$/i.test(path)) return undefined;
  const status = await stat(path).catch(() => undefined);
  // A pipe must not be opened before it is read.
  const file = status?.isFile() ? await open(path).catch(() => undefined) : undefined;
  if (!status || !file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return utf16Of(buffer.subarray(0, bytesRead)) ? status.size / 2 : status.size;
  } finally {
    await file.close();
  }
}
