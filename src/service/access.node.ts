/** Keys that requests must bring: as a bearer token, in X-API-Key, or as the password that a browser asks for. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../base/index.ts';
import { Problem } from './problem.ts';

/** SHA-256 of each key of a file: a key a line, # begins a comment. Throws ConfigError for a file without keys. */
export async function readKeys(path: string): Promise<Uint8Array[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({ code: 'cannot-read', what: `cannot read it (${cause.code})`, where: path, cause });
  });
  const keys = text.split('\n').flatMap((line) => line.replace(/#.*/, '').trim() || []);
  if (keys.length > 0) return keys.map(hash);
  const what = 'the file holds no key, so nobody could ask anything';
  throw new ConfigError({ code: 'wrong-value', what, where: path, advice: 'Write one key a line.' });
}

/** Throws a Problem if the request brings no key that is known. */
export function requireKey(request: Request, keys: readonly Uint8Array[]): void {
  const brought = keyOf(request.headers);
  const digest = hash(brought ?? '');
  // All of them, so that the time does not tell which.
  const isKnown = keys.map((key) => timingSafeEqual(key, digest)).includes(true);
  if (brought !== undefined && isKnown) return;
  throw new Problem('no-key', 'a key is needed: Authorization: Bearer KEY', {
    'WWW-Authenticate': 'Basic realm="graphsam: any name, the key as password", charset="UTF-8"',
  });
}

function keyOf(headers: Headers): string | undefined {
  const own = headers.get('x-api-key');
  if (own) return own;
  const [scheme = '', value = ''] = (headers.get('authorization') ?? '').split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  return Buffer.from(value, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
}

function hash(key: string): Uint8Array {
  return createHash('sha256').update(key).digest();
}
