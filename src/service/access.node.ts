/** Keys that requests must bring: as a bearer token, in X-API-Key, or as the password that a browser asks for. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../base/index.ts';
import { Problem } from './problem.ts';

/**
 * SHA-256 of each key of a file: a key a line, which may hold any sign, also #; a line that begins with # is a comment. Throws ConfigError
 * for a file without keys, or with what looks like a comment behind a key.
 */
export async function readKeys(path: string): Promise<Uint8Array[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({ code: 'cannot-read', what: `cannot read it (${cause.code})`, where: path, cause });
  });
  const lines = text.split('\n').map((line) => line.trim());
  refuseComments(lines, path);
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length > 0) return keys.map(hash);
  const what = 'the file holds no key, so nobody could ask anything';
  throw new ConfigError({ code: 'wrong-value', what, where: path, advice: 'Write one key a line.' });
}

/** Behind a key a comment would become a part of it, and lock out whoever has the key. */
function refuseComments(lines: readonly string[], path: string): void {
  const index = lines.findIndex((line) => /^[^#].*\s#/.test(line));
  if (index < 0) return;
  const what = 'a key has a blank and # in it, which looks like a comment behind it';
  const advice = 'Write comments in lines of their own, which begin with #.';
  throw new ConfigError({ code: 'wrong-value', what, where: `${path}, line ${index + 1}`, advice });
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
