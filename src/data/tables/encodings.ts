/**
 * Text in UTF-16 or Windows-1252 as UTF-8, while it streams: what spreadsheets write besides UTF-8. A wrong guess would go unseen, so
 * Windows-1252 is presumed only where the first bytes beyond ASCII are no UTF-8, and what was presumed is noted.
 */
import type { ByteStream } from './byte-stream.ts';

export type Utf16 = 'utf-16le' | 'utf-16be';

/** By its byte order mark, or since plain Latin text has a zero in every second byte. Undefined: it is something else. */
export function utf16Of(head: Uint8Array): Utf16 | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const looked = Math.min(head.length & ~1, 128);
  if (looked < 8) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < looked; at++) if (head[at] === 0) zeros[at & 1]!++;
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) <= looked / 2 - 3 || Math.min(even, odd) > 0) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Without its byte order mark. Half a character at the end becomes U+FFFD. */
export async function* fromUtf16(source: ByteStream, encoding: Utf16): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const chunk of source) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield encoder.encode(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield encoder.encode(rest);
}

/** Bytes that Windows-1252 has no character for: such a file is something else. */
const unused = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** Of a character in UTF-8. */
const mostBytes = 4;

/**
 * Passes ASCII and UTF-8 on as they are. onFound is called once, before the first text that is read as Windows-1252. Text with
 * valid UTF-8 before the first byte that is none stays as it is: it is damaged, and reading it says where.
 */
export async function* fromWindows1252(source: ByteStream, onFound: () => void): AsyncGenerator<Uint8Array> {
  let mode: 'ascii' | 'utf-8' | 'windows-1252' = 'ascii';
  let held: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  const decode = (bytes: Uint8Array): Uint8Array =>
    new TextEncoder().encode(new TextDecoder('windows-1252').decode(bytes));
  const settle = (bytes: Uint8Array, isEnd: boolean): boolean => {
    const first = bytes.findIndex((byte) => byte >= 0x80);
    if (first < 0) return true;
    if (!isEnd && bytes.length - first < mostBytes) return false;
    const isText = !unused.has(bytes[first]!) && startsNoCharacter(bytes.subarray(first, first + mostBytes));
    mode = isText ? 'windows-1252' : 'utf-8';
    if (isText) onFound();
    return true;
  };
  for await (const chunk of source) {
    let bytes = chunk;
    if (mode === 'ascii') {
      bytes = held.length === 0 ? chunk : Uint8Array.from([...held, ...chunk]);
      held = new Uint8Array(0);
      if (!settle(bytes, false)) {
        held = bytes;
        continue;
      }
    }
    yield (mode as string) === 'windows-1252' ? decode(bytes) : bytes;
  }
  if (held.length === 0) return;
  settle(held, true);
  yield (mode as string) === 'windows-1252' ? decode(held) : held;
}

/** Whether no character of UTF-8 begins these bytes, of which at most four are looked at. */
function startsNoCharacter(bytes: Uint8Array): boolean {
  for (let length = 2; length <= bytes.length; length++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
      return false;
    } catch {
      // Longer ones may be whole.
    }
  }
  return true;
}
