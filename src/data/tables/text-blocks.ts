/**
 * Cuts a stream of bytes into blocks of whole lines, checked to be UTF-8 text, and counts lines on the way. A block ends only
 * where the number of quotes before it is even (with `quotes`), so that no CSV record is cut in two: inside a quoted cell a line break
 * is text. Memory stays at one chunk plus one record.
 */
import { DataError } from '../../base/index.ts';
import type { ByteStream } from './byte-stream.ts';

export interface TextBlock {
  readonly bytes: Uint8Array;
  /** Line of the block's first byte, counted from 1. */
  readonly line: number;
  /** Bytes of the text before it. */
  readonly offset: number;
}

/** Bytes of the longest record that a text may have; what is longer is a damaged file, most likely a quote that is never closed. */
export const longestOfAll = 16 * 1024 * 1024;
const [lineFeed, carriageReturn, quote] = [10, 13, 34];

export interface BlockOptions {
  /** For messages. */
  readonly name: string;
  readonly quotes: boolean;
  /** Bytes of a record above which the text is refused. Default 16 MiB. */
  readonly longestRecord?: number | undefined;
}

export async function* textBlocks(source: ByteStream, options: BlockOptions): AsyncGenerator<TextBlock> {
  const cutter = new Cutter(options);
  for await (const chunk of source) {
    const block = cutter.add(chunk);
    if (block) yield block;
  }
  const rest = cutter.end();
  if (rest) yield rest;
}

class Cutter {
  readonly #name: string;
  readonly #quotes: boolean;
  readonly #longestRecord: number;
  #pending: Uint8Array = new Uint8Array(0);
  /** Begins with `#pending` and may have room behind it. */
  #room: Uint8Array = this.#pending;
  /** How far `#pending` has been looked at. */
  #seen = 0;
  #quoted = false;
  #openedAt = 0;
  #line = 1;
  /** Bytes of the file before `#pending`. */
  #offset = 0;

  constructor({ name, quotes, longestRecord = longestOfAll }: BlockOptions) {
    this.#name = name;
    this.#quotes = quotes;
    this.#longestRecord = longestRecord;
  }

  add(chunk: Uint8Array): TextBlock | undefined {
    if (this.#pending.length === 0) this.#hold(chunk);
    else this.#append(chunk);
    // A carriage return at the very end waits for its line feed.
    const cut = this.#lastCut(this.#pending.length - (this.#pending.at(-1) === carriageReturn ? 1 : 0));
    if (cut === 0 && this.#pending.length > this.#longestRecord) throw this.#endless();
    return this.#take(cut);
  }

  end(): TextBlock | undefined {
    this.#lastCut(this.#pending.length);
    if (this.#quoted) throw this.#unclosed();
    return this.#take(this.#pending.length);
  }

  #hold(bytes: Uint8Array): void {
    this.#pending = bytes;
    this.#room = bytes;
  }

  /** What has grown gets twice the room: a record of many chunks is not copied once more for each of them. */
  #append(chunk: Uint8Array): void {
    const held = this.#pending.length;
    const length = held + chunk.length;
    if (length > this.#room.length) {
      this.#room = new Uint8Array(Math.max(length, 2 * held));
      this.#room.set(this.#pending);
    }
    this.#room.set(chunk, held);
    this.#pending = this.#room.subarray(0, length);
  }

  /** Position after the last line break outside quotes, looking at bytes before `end`; 0 if there is none. */
  #lastCut(end: number): number {
    const bytes = this.#pending;
    let cut = 0;
    for (; this.#seen < end; this.#seen++) {
      const byte = bytes[this.#seen]!;
      if (byte === quote && this.#quotes) {
        this.#quoted = !this.#quoted;
        if (this.#quoted) this.#openedAt = this.#seen;
      } else if (byte <= carriageReturn && !this.#quoted && breaksLine(bytes, this.#seen)) cut = this.#seen + 1;
    }
    return cut;
  }

  #take(cut: number): TextBlock | undefined {
    if (cut === 0) return undefined;
    const block = { bytes: this.#pending.subarray(0, cut), line: this.#line, offset: this.#offset };
    this.#check(block);
    this.#line += countLines(block.bytes, 0, cut);
    this.#offset += cut;
    // A copy: the block keeps its bytes.
    this.#hold(this.#pending.slice(cut));
    this.#seen -= cut;
    this.#openedAt -= cut;
    return block;
  }

  #check({ bytes, line }: TextBlock): void {
    const zero = bytes.indexOf(0);
    if (zero >= 0) throw this.#notText(line, zero, 'a NUL byte', 'The file is damaged or not text; export it again.');
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      const at = firstInvalidUtf8(bytes);
      const found = `byte 0x${bytes[at]!.toString(16)}, which is not UTF-8 (Latin-1 or Windows-1252, most likely)`;
      throw this.#notText(line, at, found, 'Save the file as UTF-8 (Excel: "CSV UTF-8").');
    }
  }

  #notText(line: number, at: number, found: string, advice: string): DataError {
    const where = `${this.#name}, line ${line + countLines(this.#pending, 0, at)}`;
    return new DataError({
      code: 'table-unreadable',
      what: `found ${found}, at offset ${this.#offset + at}`,
      where,
      advice,
    });
  }

  /** within: of which size of text its end was looked for, if not in all of it. */
  #unclosed(within?: string): DataError {
    const line = this.#line + countLines(this.#pending, 0, this.#openedAt);
    return new DataError({
      code: 'table-unreadable',
      what: `a quote (") opens here and is ${within ? `not closed within ${within}` : 'never closed'}`,
      where: `${this.#name}, line ${line}`,
      advice: 'Close it, or write a quote inside a cell as two ("") and put the cell in quotes.',
    });
  }

  #endless(): DataError {
    const size = mebibytes(this.#longestRecord);
    if (this.#quoted) return this.#unclosed(size);
    return new DataError({
      code: 'not-a-table',
      what: `a line is longer than ${size}`,
      where: `${this.#name}, line ${this.#line}`,
      advice: 'This is not a table of molecules, or its line breaks were lost.',
    });
  }
}

export function mebibytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}

/** Line feeds, and carriage returns that no line feed follows. */
export function countLines(bytes: Uint8Array, begin: number, end: number): number {
  let lines = 0;
  for (let at = begin; at < end; at++) if (bytes[at]! <= carriageReturn && breaksLine(bytes, at)) lines++;
  return lines;
}

export function breaksLine(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed);
}

/** Where the first sequence that is not UTF-8 begins: found by halving, with the decoder as the judge. */
function firstInvalidUtf8(bytes: Uint8Array): number {
  const isValid = (length: number, stream: boolean): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValid(middle, true)) good = middle;
    else bad = middle;
  }
  // The last bytes of the good prefix may be the beginning of the sequence that goes wrong.
  while (!isValid(good, false)) good--;
  return good;
}
