/**
 * GROVER's input: 151 numbers an atom, 14 a bond. Source: the public GROVER code, which asks RDKit for everything here; a value
 * outside of a one-hot's list sets its last slot.
 */
import {
  adjacencyOf,
  atomicMass,
  type BondStereo,
  type BondType,
  type Chirality,
  conjugatedBonds,
  countAround,
  elementSlot,
  elementSlots,
  functionalFlags,
  hybridizations,
  implicitValences,
  type Molecule,
} from '../../chem/index.ts';
import type { WithExtra } from '../extra-features.ts';
import { featureRows, hybridizationSlot } from '../one-hot.ts';

export interface GroverFeatures extends WithExtra {
  readonly atomCount: number;
  /**
   * [atoms, 151]: element 1..100, other (101); neighbors and hydrogens 0..5, other (7); formal charge modulo 6 (6); chirality
   * none, clockwise, counter-clockwise, other, unknown (5); hydrogens that are not in the graph 0..4, other (6); hybridization SP, SP2, SP3, SP3D, SP3D2,
   * other (6); aromatic; mass / 100; implicit valence 0..6, other (8); acceptor, donor, acidic, basic; in a ring of 3..8 (6).
   */
  readonly atoms: Float32Array | Float64Array;
  /** The same text for atoms of equal features, [atoms]. */
  readonly atomKeys: readonly string[];
  /** Zero-based atoms of each bond, the smaller one first, in lexicographic order, [bonds, 2]. */
  readonly bondAtoms: Int32Array;
  /**
   * [bonds, 14]: no bond (always 0); single, double, triple, aromatic; conjugated; in a ring; stereo none, any, Z, E, cis, trans,
   * other. Holds for both directions.
   */
  readonly bonds: Float32Array;
}

/** Numbers an atom and a bond have. */
export const groverAtomWidth = 151;
export const groverBondWidth = 14;

const first = {
  degree: elementSlots,
  charge: 108,
  chirality: 114,
  hydrogens: 119,
  hybridization: 125,
  aromatic: 131,
  mass: 132,
  implicitValence: 133,
  flags: 141,
  rings: 145,
} as const;
const chargeSlots = 6;
const [smallestRing, largestRing] = [3, 8];

const chiralitySlots: Readonly<Record<Chirality, number>> = { none: 0, clockwise: 1, counterclockwise: 2, other: 3 };

const typeSlots: Partial<Readonly<Record<BondType, number>>> = { single: 1, double: 2, triple: 3, aromatic: 4 };
const [conjugatedSlot, ringSlot, firstStereo] = [5, 6, 7];
const stereoSlots: Readonly<Record<BondStereo, number>> = { none: 0, any: 1, Z: 2, E: 3, cis: 4, trans: 5 };

/** `float64` keeps the masses' digits for comparisons. */
export function groverFeatures(molecule: Molecule, type: 'float32' | 'float64' = 'float32'): GroverFeatures {
  const adjacency = adjacencyOf(molecule);
  const counts = countAround(molecule, adjacency);
  const conjugated = conjugatedBonds(molecule, adjacency, counts);
  const hybridization = hybridizations(molecule, adjacency, counts, conjugated);
  const implicit = implicitValences(molecule);
  const flags = functionalFlags(molecule, adjacency, counts);
  const rings = ringSizes(molecule);
  const atomCount = molecule.atoms.length;
  const atoms = featureRows(atomCount, groverAtomWidth, type);
  const atomKeys = molecule.atoms.map((atom, index) => {
    const { atomicNumber, formalCharge, chirality, implicitHydrogens } = atom;
    const { acceptor, donor, acidic, basic } = flags[index]!;
    const slots = [
      elementSlot(atomicNumber),
      first.degree + Math.min(counts.totalDegree[index]!, 6),
      first.charge + (((formalCharge % chargeSlots) + chargeSlots) % chargeSlots),
      first.chirality + chiralitySlots[chirality],
      first.hydrogens + Math.min(implicitHydrogens, 5),
      first.hybridization + hybridizationSlot(hybridization[index]!),
      ...(atom.aromatic ? [first.aromatic] : []),
      first.implicitValence + Math.min(implicit[index]!, 7),
      ...[acceptor, donor, acidic, basic].flatMap((isSet, position) => (isSet ? [first.flags + position] : [])),
      ...[...rings[index]!].sort().map((ring) => first.rings + ring - smallestRing),
    ];
    const mass = atomicMass(atomicNumber, atom.isotope) * 0.01;
    for (const slot of slots) atoms[index * groverAtomWidth + slot] = 1;
    atoms[index * groverAtomWidth + first.mass] = mass;
    return `${slots} ${mass}`;
  });
  return { atomCount, atoms, atomKeys, ...bondFeatures(molecule, conjugated) };
}

/** Sizes from 3 to 8 of the rings that each atom is in, [atoms]. */
function ringSizes({ atoms, rings }: Molecule): Set<number>[] {
  const sizes = atoms.map(() => new Set<number>());
  for (const ring of rings) {
    if (ring.length < smallestRing || ring.length > largestRing) continue;
    for (const atom of ring) sizes[atom]!.add(ring.length);
  }
  return sizes;
}

function bondFeatures({ bonds }: Molecule, conjugated: Uint8Array): Pick<GroverFeatures, 'bondAtoms' | 'bonds'> {
  const ordered = bonds
    .map((bond, index) => ({
      ...bond,
      low: Math.min(bond.begin, bond.end),
      high: Math.max(bond.begin, bond.end),
      isConjugated: conjugated[index]!,
    }))
    .sort((left, right) => left.low - right.low || left.high - right.high);
  const features = new Float32Array(bonds.length * groverBondWidth);
  ordered.forEach(({ type, stereo, inRing, isConjugated }, index) => {
    const row = features.subarray(index * groverBondWidth, (index + 1) * groverBondWidth);
    const typeSlot = typeSlots[type];
    if (typeSlot !== undefined) row[typeSlot] = 1;
    row[conjugatedSlot] = isConjugated;
    row[ringSlot] = inRing ? 1 : 0;
    row[firstStereo + stereoSlots[stereo]] = 1;
  });
  return { bondAtoms: Int32Array.from(ordered.flatMap(({ low, high }) => [low, high])), bonds: features };
}

/** Charges that share a slot with another one because they do not fit six slots (the original stops at them). */
export function chargesWithoutFeature({ atoms }: Molecule): number[] {
  const charges = new Set(atoms.map(({ formalCharge }) => formalCharge));
  return [...charges].filter((charge) => charge >= chargeSlots || charge < -chargeSlots).sort((a, b) => a - b);
}
