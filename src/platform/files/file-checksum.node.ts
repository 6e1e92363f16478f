/** The SHA-256 of a file, read in blocks, and of what is in memory. In hexadecimal digits. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Throws the system's error if the file cannot be read. */
export async function fileChecksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path)) hash.update(block);
  return hash.digest('hex');
}

/** Of a text: of its UTF-8. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
