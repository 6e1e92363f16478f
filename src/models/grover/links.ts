/** How the rows of atoms and of directed bonds of a batch hang together, and which rows each sum over neighbors counts. */
import type { GroverFeatures } from './features.ts';
import type { Numbers, RowLayout } from './row-layout.ts';

export interface Links {
  readonly largestDegree: number;
  /** Neighbors of each atom row. */
  readonly degree: Int32Array;
  /** [atom rows, largest degree], filled up with -1. */
  readonly incoming: Int32Array;
  /** Atom rows at the two ends of each bond row, -1 for empty slots. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly reverse: Int32Array;
}

/** Bond k of a molecule has the rows 2k (smaller atom to larger) and 2k + 1 (back). */
export function linkRows(
  batch: readonly GroverFeatures[],
  bondsOf: readonly (readonly number[])[],
  atoms: RowLayout,
  bonds: RowLayout,
): Links {
  const bondRows = bonds.lanes * bonds.slots;
  const degree = new Int32Array(atoms.lanes * atoms.slots);
  const source = new Int32Array(bondRows).fill(-1);
  const target = new Int32Array(bondRows).fill(-1);
  const reverse = Int32Array.from({ length: bondRows }, (_, row) => row);
  batch.forEach(({ bondAtoms }, molecule) => {
    let row = bonds.firstRow[molecule]!;
    for (const bond of bondsOf[molecule]!) {
      const [low, high] = [0, 1].map((end) => atoms.firstRow[molecule]! + bondAtoms[2 * bond + end]!) as [
        number,
        number,
      ];
      source[row] = target[row + 1] = low;
      target[row] = source[row + 1] = high;
      reverse[row] = row + 1;
      reverse[row + 1] = row;
      degree[low]!++;
      degree[high]!++;
      row += 2;
    }
  });
  const largestDegree = degree.reduce((largest, each) => Math.max(largest, each), 1);
  const incoming = new Int32Array(degree.length * largestDegree).fill(-1);
  const filled = new Int32Array(degree.length);
  target.forEach((atom, row) => {
    if (atom >= 0) incoming[atom * largestDegree + filled[atom]!++] = row;
  });
  return { largestDegree, degree, incoming, source, target, reverse };
}

export function atomSums(
  { source, target, degree, largestDegree }: Links,
  layout: RowLayout,
  isPadded: boolean,
  real: (length: number) => Numbers,
): Numbers {
  const { lanes, slots } = layout;
  const sums = real(lanes * slots * slots);
  source.forEach((from, bond) => {
    if (from >= 0) sums[target[bond]! * slots + (from % slots)] = 1;
  });
  if (isPadded) degree.forEach((each, row) => void (sums[row * slots] = largestDegree - each));
  return sums;
}

/** Bonds that come into a bond's source, without its reverse. */
export function bondSums(
  { source, reverse, incoming, degree, largestDegree }: Links,
  layout: RowLayout,
  isPadded: boolean,
  real: (length: number) => Numbers,
): Numbers {
  const { lanes, slots } = layout;
  const sums = real(lanes * slots * slots);
  source.forEach((atom, bond) => {
    const missing = atom < 0 ? largestDegree - 1 : largestDegree - degree[atom]!;
    if (isPadded) sums[bond * slots] = missing;
    if (atom < 0) return;
    for (let entry = 0; entry < degree[atom]!; entry++) {
      const before = incoming[atom * largestDegree + entry]!;
      if (before !== reverse[bond]) sums[bond * slots + (before % slots)] = 1;
    }
  });
  return sums;
}
