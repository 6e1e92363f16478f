/** Small tools on streams of bytes: looking at the beginning without losing it, and unpacking gzip. Browser and Node. */
import { concatenate, DataError } from '../../base/index.ts';
import { rejoined } from './beginning.ts';

export type ByteStream = AsyncIterable<Uint8Array>;

/** The first bytes (at least `length`, or all there are), and a stream that still yields everything. */
export async function peek(source: ByteStream, length: number): Promise<{ head: Uint8Array; all: ByteStream }> {
  const iterator = source[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  while (head.length < length) {
    const next = await iterator.next();
    if (next.done) break;
    head = concatenate<Uint8Array<ArrayBuffer>>(Uint8Array, [head, next.value]);
  }
  return { head, all: rejoined(head.length > 0 ? [head] : [], iterator) };
}

/** The same stream; onBytes is called with how many there were so far, and ends it by throwing. */
export async function* counted(source: ByteStream, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    onBytes(bytes);
    yield chunk;
  }
}

/** Unpacks gzip as it streams. Throws DataError where the archive is damaged or cut off. */
export async function* gunzip(source: ByteStream, name: string): AsyncGenerator<Uint8Array> {
  const unpacking = new DecompressionStream('gzip');
  const writer = unpacking.writable.getWriter();
  const reader = unpacking.readable.getReader();
  let failure: unknown;
  const feeding = (async () => {
    try {
      for await (const chunk of source) await writer.write(chunk as Uint8Array<ArrayBuffer>);
      await writer.close();
    } catch (error) {
      failure ??= error;
      await writer.abort(error).catch(() => {});
    }
  })();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (error) {
    const cause = failure instanceof DataError ? failure : error;
    if (cause instanceof DataError) throw cause;
    throw new DataError({
      code: 'table-unreadable',
      what: 'the gzip archive is damaged or cut off',
      where: name,
      advice: 'Fetch or pack it again.',
      cause,
    });
  } finally {
    await reader.cancel().catch(() => {});
    await feeding;
  }
}
