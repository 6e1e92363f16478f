/**
 * Morgan fingerprints with counts: how often each environment of an atom, out to some bonds, occurs in the molecule. The toolkit's
 * WASM build gives the bits only; the numbers here are those of its `GetMorganGenerator(...).GetCountFingerprint` in Python.
 *   round 0:   identity of an atom = hash(element, neighbors, hydrogens, charge, excess of its isotope's mass[, 1 in a ring])
 *   round r:   hash(r - 1, its identity, sorted (bond type, identity) of its neighbors)
 * Of environments that cover the same bonds one counts, that of the smallest identity; the others grow no further.
 * Source: Rogers and Hahn 2010, doi 10.1021/ci100050t; RDKit's MorganGenerator.cpp, whose hash (boost's, on 32 bits) is implemented here.
 */
import { type Adjacency, adjacencyOf } from './adjacency.ts';
import { atomicMass } from './atomic-mass.ts';
import type { BondType, Molecule, MorganOptions } from './molecule.ts';

/** A fingerprint that holds numbers: the positions that are not 0, ascending, and the value at each. */
export interface CountFingerprint {
  readonly positions: Int32Array;
  readonly counts: Int32Array;
}

/** The toolkit's numbers of bond types. */
const bondNumbers: Readonly<Record<BondType, number>> = {
  single: 1,
  double: 2,
  triple: 3,
  quadruple: 4,
  aromatic: 12,
  dative: 17,
  zero: 21,
};

/** radius: bonds from an atom to the edge of its environment; bits: length of the fingerprint, positions are hash modulo bits. */
export function morganCounts(molecule: Molecule, { radius, bits }: MorganOptions): CountFingerprint {
  const found = new Map<number, number>();
  for (const identity of environments(molecule, radius)) {
    const position = identity % bits;
    found.set(position, (found.get(position) ?? 0) + 1);
  }
  const positions = Int32Array.from(found.keys()).sort();
  return { positions, counts: positions.map((position) => found.get(position)!) };
}

/** Identities of all environments that count. */
function environments(molecule: Molecule, radius: number): number[] {
  const { atoms, bonds } = molecule;
  const adjacency = adjacencyOf(molecule);
  let identities = firstIdentities(molecule, adjacency);
  const all = [...identities];
  const words = Math.ceil(bonds.length / 32);
  let covered = atoms.map(() => new Uint32Array(words));
  const seen = new Set<string>();
  const isDone = new Uint8Array(atoms.length);
  for (let round = 0; round < radius; round++) {
    const next = new Uint32Array(atoms.length);
    const grown = covered.map((each) => each.slice());
    /** The atoms whose environment covers these bonds. */
    const byBonds = new Map<string, number[]>();
    for (let atom = 0; atom < atoms.length; atom++) {
      const [first, end] = [adjacency.offsets[atom]!, adjacency.offsets[atom + 1]!];
      if (isDone[atom] || first === end) continue;
      next[atom] = grownIdentity({ molecule, adjacency, identities }, atom, round);
      for (let entry = first; entry < end; entry++)
        cover(grown[atom]!, adjacency.bonds[entry]!, covered[adjacency.neighbors[entry]!]!);
      const key = grown[atom]!.join();
      byBonds.set(key, [...(byBonds.get(key) ?? []), atom]);
    }
    for (const [key, sharing] of byBonds) {
      const smallest = sharing.reduce((best, atom) => (next[atom]! < next[best]! ? atom : best));
      const isNew = !seen.has(key);
      seen.add(key);
      if (isNew) all.push(next[smallest]!);
      for (const atom of sharing) isDone[atom] = isNew && atom === smallest ? 0 : 1;
    }
    identities = next;
    covered = grown;
  }
  return all;
}

function firstIdentities({ atoms }: Molecule, { offsets, neighbors: around }: Adjacency): Uint32Array {
  return Uint32Array.from(atoms, ({ atomicNumber, implicitHydrogens, formalCharge, isotope, inRing }, atom) => {
    const bonded = around.subarray(offsets[atom]!, offsets[atom + 1]!);
    const hydrogens = bonded.reduce(
      (sum, other) => sum + (atoms[other]!.atomicNumber === 1 ? 1 : 0),
      implicitHydrogens,
    );
    const neighbors = bonded.length + implicitHydrogens;
    const excess = Math.trunc(atomicMass(atomicNumber, isotope) - atomicMass(atomicNumber, 0));
    return hashed(0, [atomicNumber, neighbors, hydrogens, formalCharge, excess, ...(inRing ? [1] : [])]);
  });
}

interface Round {
  readonly molecule: Molecule;
  readonly adjacency: Adjacency;
  /** Of the round before, [atoms]. */
  readonly identities: Uint32Array;
}

function grownIdentity({ molecule, adjacency, identities }: Round, atom: number, round: number): number {
  const around: (readonly [bond: number, identity: number])[] = [];
  for (let entry = adjacency.offsets[atom]!; entry < adjacency.offsets[atom + 1]!; entry++) {
    const bond = molecule.bonds[adjacency.bonds[entry]!]!;
    around.push([bondNumbers[bond.type], identities[adjacency.neighbors[entry]!]!]);
  }
  around.sort(([bond, identity], [otherBond, other]) => bond - otherBond || identity - other);
  const pairs = around.map((pair) => hashed(0, pair));
  return hashed(round, [identities[atom]!, ...pairs]);
}

/** Adds a bond, and what the atom behind it covers. */
function cover(bonds: Uint32Array, bond: number, beyond: Uint32Array): void {
  bonds[bond >> 5]! |= 1 << (bond & 31);
  for (let word = 0; word < bonds.length; word++) bonds[word]! |= beyond[word]!;
}

/** boost's hash_combine over the values, on 32 bits. */
function hashed(seed: number, values: readonly number[]): number {
  let hash = seed;
  for (const value of values) hash ^= (value + 0x9e3779b9 + (hash << 6) + (hash >>> 2)) | 0;
  return hash >>> 0;
}
