/** A WebAssembly module with other code in some of its functions (binary format: core specification 3.0, section 5.5). */
import { concatenate, wasm } from '../../base/index.ts';

const codeSection = 10;

/**
 * The module with the functions that `codeFor` answers for replaced by its answer: locals and instructions, of a function of the same
 * type. body: the same of the function that is there. The bytes are copied; nothing is checked.
 */
export function replaceFunctions(
  module: Uint8Array,
  codeFor: (body: Uint8Array) => readonly number[] | undefined,
): Uint8Array<ArrayBuffer> {
  const reader = new Reader(module, wasm.moduleHeader.length);
  let section = reader.at;
  while (reader.byte() !== codeSection) {
    reader.skip(reader.length());
    section = reader.at;
  }
  const end = reader.length() + reader.at;
  const parts: Uint8Array[] = [];
  let kept = reader.at;
  for (let left = reader.length(); left > 0; left--) {
    const start = reader.at;
    const code = codeFor(reader.take(reader.length()));
    if (!code) continue;
    parts.push(module.subarray(kept, start), Uint8Array.from(wasm.sized(code)));
    kept = reader.at;
  }
  parts.push(module.subarray(kept, end));
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const start = Uint8Array.from([codeSection, ...wasm.unsigned(size)]);
  return concatenate<Uint8Array<ArrayBuffer>>(Uint8Array, [
    module.subarray(0, section),
    start,
    ...parts,
    module.subarray(end),
  ]);
}

class Reader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('the module ends before its code');
    return byte;
  }

  /** LEB128 of 32 bits, without a sign. */
  length(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  take(count: number): Uint8Array {
    this.at += count;
    return this.#bytes.subarray(this.at - count, this.at);
  }

  skip(count: number): void {
    this.at += count;
  }
}
