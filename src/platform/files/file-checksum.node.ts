/** The SHA-256 of a file, read in blocks. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** In hexadecimal digits. Throws the system's error if the file cannot be read. */
export async function fileChecksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path)) hash.update(block);
  return hash.digest('hex');
}
