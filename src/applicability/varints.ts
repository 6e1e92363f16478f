/** Whole numbers from 0 to 2^32 - 1 as bytes, small ones in one: 7 bits a byte, the lowest first, the highest bit set where more follow. */

export function writeVarints(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const number of numbers) {
    let rest = number;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

export function readVarints(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let [number, factor] = [0, 1];
  for (const byte of bytes) {
    number += (byte & 127) * factor;
    if (byte > 127) factor *= 128;
    else {
      numbers.push(number);
      [number, factor] = [0, 1];
    }
  }
  return numbers;
}
