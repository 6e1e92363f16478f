/**
 * CoMPT's input: 115 numbers an atom, 13 a bond, and topological distances. Source: the public GraphSAM and CoMPT code, which
 * asks RDKit for everything here; a value in none of a one-hot's slots sets its last slot, whatever that slot stands for.
 */
import {
  type Adjacency,
  adjacencyOf,
  type Bond,
  type BondStereo,
  type BondType,
  conjugatedBonds,
  countAround,
  elementSlot,
  elementSlots,
  gasteigerCharges,
  hybridizations,
  type Molecule,
  topologicalDistances,
} from '../../chem/index.ts';
import type { WithExtra } from '../extra-features.ts';
import { featureRows, hybridizationSlot, hybridizationSlots } from '../one-hot.ts';

export interface ComptFeatures extends WithExtra {
  readonly atomCount: number;
  /**
   * [atoms, 115]: element 1..100, other (101); hybridization SP, SP2, SP3, SP3D, SP3D2, other (6); hydrogens / 8, neighbors / 4,
   * formal charge / 8, valence / 8, Gasteiger charge, Gasteiger charge of the hydrogens (0 where undefined), aromatic, in a ring.
   */
  readonly atoms: Float32Array | Float64Array;
  /** Zero-based atoms of each bond, [bonds, 2]. */
  readonly bondAtoms: Int32Array;
  /**
   * [bonds, 13]: single, double, triple, aromatic; stereo ANY, CIS, E, NONE, TRANS, Z; conjugated, aromatic, in a ring.
   * Holds for both directions. A pair of atoms without a bond has zeros.
   */
  readonly bonds: Float32Array;
  /** Bonds on the shortest path, 0 on the diagonal, -1 between fragments, [atoms, atoms]. */
  readonly distances: Int32Array;
}

/** Numbers an atom and a bond have. */
export const comptAtomWidth = 115;
export const comptBondWidth = 13;

const firstHybridization = elementSlots;
const firstNumber = firstHybridization + hybridizationSlots;

const typeSlots: Partial<Readonly<Record<BondType, number>>> = { single: 0, double: 1, triple: 2, aromatic: 3 };
const lastTypeSlot = 3;
const firstStereo = 4;
const stereoSlots: Readonly<Record<BondStereo, number>> = { any: 0, cis: 1, E: 2, none: 3, trans: 4, Z: 5 };
const firstFlag = 10;

/** `float64` keeps the charges' digits for comparisons. */
export function comptFeatures(molecule: Molecule, type: 'float32' | 'float64' = 'float32'): ComptFeatures {
  const adjacency = adjacencyOf(molecule);
  const counts = countAround(molecule, adjacency);
  const conjugated = conjugatedBonds(molecule, adjacency, counts);
  const hybridization = hybridizations(molecule, adjacency, counts, conjugated);
  const { charges, hydrogenCharges } = gasteigerCharges(molecule, adjacency, conjugated, hybridization);
  const atomCount = molecule.atoms.length;
  const atoms = featureRows(atomCount, comptAtomWidth, type);
  molecule.atoms.forEach((atom, index) => {
    const { offsets } = adjacency;
    const row = index * comptAtomWidth;
    atoms[row + elementSlot(atom.atomicNumber)] = 1;
    atoms[row + firstHybridization + hybridizationSlot(hybridization[index]!)] = 1;
    atoms[row + firstNumber] = (atom.implicitHydrogens + hydrogenNeighbors(molecule, adjacency, index)) / 8;
    atoms[row + firstNumber + 1] = (offsets[index + 1]! - offsets[index]!) / 4;
    atoms[row + firstNumber + 2] = atom.formalCharge / 8;
    atoms[row + firstNumber + 3] = counts.valence[index]! / 8;
    atoms[row + firstNumber + 4] = finiteOrZero(charges[index]!);
    atoms[row + firstNumber + 5] = finiteOrZero(hydrogenCharges[index]!);
    atoms[row + firstNumber + 6] = atom.aromatic ? 1 : 0;
    atoms[row + firstNumber + 7] = atom.inRing ? 1 : 0;
  });
  return { atomCount, atoms, ...bondFeatures(molecule.bonds, conjugated), distances: topologicalDistances(adjacency) };
}

function bondFeatures(bonds: readonly Bond[], conjugated: Uint8Array): Pick<ComptFeatures, 'bondAtoms' | 'bonds'> {
  const bondAtoms = new Int32Array(bonds.length * 2);
  const features = new Float32Array(bonds.length * comptBondWidth);
  bonds.forEach(({ begin, end, type, stereo, aromatic, inRing }, index) => {
    bondAtoms.set([begin, end], index * 2);
    const row = index * comptBondWidth;
    features[row + (typeSlots[type] ?? lastTypeSlot)] = 1;
    features[row + firstStereo + stereoSlots[stereo]] = 1;
    features[row + firstFlag] = conjugated[index]!;
    features[row + firstFlag + 1] = aromatic ? 1 : 0;
    features[row + firstFlag + 2] = inRing ? 1 : 0;
  });
  return { bondAtoms, bonds: features };
}

function hydrogenNeighbors({ atoms }: Molecule, { offsets, neighbors }: Adjacency, atom: number): number {
  let count = 0;
  for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
    if (atoms[neighbors[entry]!]!.atomicNumber === 1) count++;
  }
  return count;
}

function finiteOrZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
