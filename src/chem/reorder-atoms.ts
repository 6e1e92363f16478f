/**
 * The same molecule with its atoms in another order. Bonds follow in the order of their atoms, so that whatever is added up over
 * neighbors is added up the same way, whoever wrote the molecule. A tag of chirality counts the neighbors in the order of their bonds: it
 * turns round where that order changes by an odd number of exchanges.
 */
import { adjacencyOf } from './adjacency.ts';
import type { Atom, Bond, Chirality, Molecule } from './molecule.ts';

/** order: present positions of the atoms, in their new order, [atoms]; each position once. */
export function reorderAtoms(molecule: Molecule, order: readonly number[]): Molecule {
  const { atoms, bonds, rings } = molecule;
  const position = new Int32Array(atoms.length);
  order.forEach((atom, index) => {
    position[atom] = index;
  });
  const reordered = {
    ...molecule,
    spelling: '',
    canonicalOrder: undefined,
    atoms: order.map((atom) => atoms[atom]!),
    bonds: bonds.map((bond) => movedBond(bond, position)).sort(byAtoms),
    rings: rings.map((ring) => ring.map((atom) => position[atom]!)),
  };
  return { ...reordered, atoms: reordered.atoms.map(turnedTags(molecule, reordered, order, position)) };
}

/** A dative bond keeps its direction; others go from the lower to the higher atom. */
function movedBond(bond: Bond, position: Int32Array): Bond {
  const [begin, end] = [position[bond.begin]!, position[bond.end]!];
  return bond.type === 'dative' || begin < end ? { ...bond, begin, end } : { ...bond, begin: end, end: begin };
}

function byAtoms(left: Bond, right: Bond): number {
  const later = Math.max(left.begin, left.end) - Math.max(right.begin, right.end);
  return later !== 0 ? later : Math.min(left.begin, left.end) - Math.min(right.begin, right.end);
}

function turnedTags(
  molecule: Molecule,
  reordered: Molecule,
  order: readonly number[],
  position: Int32Array,
): (atom: Atom, index: number) => Atom {
  if (!molecule.atoms.some(({ chirality }) => chirality in opposite)) return (atom) => atom;
  const [before, after] = [neighborLists(molecule), neighborLists(reordered)];
  return (atom, index) => {
    const turned = opposite[atom.chirality];
    if (!turned) return atom;
    const moved = before(order[index]!).map((neighbor) => position[neighbor]!);
    return isOdd(moved, after(index)) ? { ...atom, chirality: turned } : atom;
  };
}

const opposite: Partial<Readonly<Record<Chirality, Chirality>>> = {
  clockwise: 'counterclockwise',
  counterclockwise: 'clockwise',
};

/** Neighbors of an atom in the order of their bonds. */
function neighborLists(molecule: Molecule): (atom: number) => number[] {
  const { offsets, neighbors } = adjacencyOf(molecule);
  return (atom) => Array.from(neighbors.subarray(offsets[atom], offsets[atom + 1]));
}

/** Whether an odd number of exchanges leads from one order of the same numbers to the other. */
function isOdd(from: readonly number[], to: readonly number[]): boolean {
  const indices = from.map((value) => to.indexOf(value));
  let odd = false;
  for (let left = 0; left < indices.length; left++) {
    for (let right = left + 1; right < indices.length; right++) odd = odd !== indices[left]! > indices[right]!;
  }
  return odd;
}
