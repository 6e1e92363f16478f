/**
 * Morgan fingerprints of a table: radius 2, 2,048 bits, about 40 of them set in a molecule. Kept twice: as lists of set bits, on
 * which linear algebra costs what is set and not what is wide, and as packed words, which tell a single bit at once.
 */
import { type Molecule, morganCounts } from '../chem/index.ts';

const morgan = { radius: 2, bits: 2048 } as const;

export interface FingerprintTable {
  readonly rows: number;
  /** Bits of a fingerprint. */
  readonly width: number;
  /** Set bits of row i: `bits` from offsets[i] to offsets[i + 1], ascending; [rows + 1]. */
  readonly offsets: Int32Array;
  readonly bits: Int32Array;
  /** [rows, width / 32] */
  readonly words: Uint32Array;
}

export function fingerprintTable(molecules: readonly Molecule[]): FingerprintTable {
  return packBits(
    molecules.map((molecule) => morganCounts(molecule, morgan).positions),
    morgan.bits,
  );
}

/** set: the set bits of each row, ascending; width: a multiple of 32. */
export function packBits(set: readonly ArrayLike<number>[], width: number): FingerprintTable {
  const rows = set.length;
  const offsets = new Int32Array(rows + 1);
  set.forEach(({ length }, row) => {
    offsets[row + 1] = offsets[row]! + length;
  });
  const bits = new Int32Array(offsets[rows]!);
  const words = new Uint32Array((rows * width) / 32);
  set.forEach((ofRow, row) => {
    bits.set(ofRow, offsets[row]);
    for (const bit of Array.from(ofRow)) words[(row * width + bit) >> 5]! |= 1 << (bit & 31);
  });
  return { rows, width, offsets, bits, words };
}

export function hasBit({ words, width }: FingerprintTable, row: number, bit: number): boolean {
  return ((words[(row * width + bit) >> 5]! >>> (bit & 31)) & 1) === 1;
}
