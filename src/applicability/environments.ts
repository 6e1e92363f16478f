/**
 * What each atom is and what its neighbors are, as one number: atoms that a model has never seen are found by it. An atom is its
 * element, charge, hydrogens, number of bonds, aromaticity and whether it is in a ring; its environment is itself with, for each
 * bond, the type and the atom at the other end. That is a Morgan environment of radius 1, not folded onto a few bits.
 *
 * 32 bits: among 5,000 known environments a new one is taken for a known one once in 860,000 times.
 */
import { adjacencyOf, type BondType, type Molecule } from '../chem/index.ts';

const bondCodes: Readonly<Record<BondType, number>> = {
  single: 1,
  double: 2,
  triple: 3,
  quadruple: 4,
  aromatic: 5,
  dative: 6,
  zero: 7,
};

/** [atoms], unsigned; does not depend on the order of atoms or bonds. */
export function atomEnvironments(molecule: Molecule): Uint32Array {
  const { atoms, bonds } = molecule;
  const { offsets, neighbors, bonds: bondOf } = adjacencyOf(molecule);
  const own = atoms.map((atom, index) =>
    hashOf([
      atom.atomicNumber,
      atom.formalCharge,
      atom.implicitHydrogens,
      offsets[index + 1]! - offsets[index]!,
      atom.aromatic ? 1 : 0,
      atom.inRing ? 1 : 0,
    ]),
  );
  return Uint32Array.from(atoms, (_, atom) => {
    const around: number[] = [];
    for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
      const { type } = bonds[bondOf[entry]!]!;
      around.push(hashOf([bondCodes[type], own[neighbors[entry]!]!]));
    }
    return hashOf([own[atom]!, ...around.sort((left, right) => left - right)]);
  });
}

/** Mixes 32-bit numbers as MurmurHash3 does (Appleby 2011, public domain). */
function hashOf(numbers: readonly number[]): number {
  let hash = numbers.length;
  for (const number of numbers) {
    let mixed = Math.imul(number, 0xcc9e2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash ^= mixed;
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
