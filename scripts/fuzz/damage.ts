/** Random damage to texts and bytes, from a seed: what exports, mail, disks and hands do to files. */
import type { RandomStream } from '../../src/base/index.ts';

export function pick<Item>(items: readonly Item[], stream: RandomStream): Item {
  return items[stream.below(items.length)]!;
}

/** The text with some pieces of it put in, taken out, doubled or exchanged. */
export function damagedText(text: string, pieces: readonly string[], stream: RandomStream): string {
  let result = text;
  for (let count = 1 + stream.below(3); count > 0; count--) {
    const at = stream.below(result.length + 1);
    const length = stream.below(4);
    const kinds = [
      () => result.slice(0, at) + pick(pieces, stream) + result.slice(at),
      () => result.slice(0, at) + result.slice(at + 1 + length),
      () => result.slice(0, at) + result.slice(at, at + length).repeat(3) + result.slice(at),
      () => result.slice(0, at) + pick(pieces, stream) + result.slice(at + length),
    ];
    result = pick(kinds, stream)();
  }
  return result;
}

/** The bytes with some of them changed or set to zero, cut off, or with others behind; never the same. */
export function damagedBytes(bytes: Uint8Array, stream: RandomStream): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = stream.below(copy.length);
  const kinds = [
    () => {
      copy[at]! ^= 1 << stream.below(8);
      return copy;
    },
    () => {
      copy[at]! ^= 0xff;
      return copy.fill(0, at + 1, at + 1 + stream.below(64));
    },
    () => copy.slice(0, at),
    () => Uint8Array.from([...copy.slice(0, at), ...copy.slice(at + 1)]),
  ];
  return pick(kinds, stream)();
}
