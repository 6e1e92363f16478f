/**
 * From RDKit's JSON form of a molecule (commonchem with RDKit's extensions) to plain data. Bond orders in it are those of a
 * Kekule form; values equal to the defaults in its head are left out; aromaticity and rings are in an extension.
 * Source: https://github.com/CommonChem/CommonChem and RDKit's MolInterchange documentation.
 */
import type { Atom, Bond, BondStereo, BondType, Chirality, Molecule } from './molecule.ts';
import { ringMembers } from './ring-membership.ts';
import { type WrittenAtom, writtenAtoms } from './written-atoms.ts';

export interface JsonAtom {
  readonly z?: number;
  readonly impHs?: number;
  readonly chg?: number;
  readonly nRad?: number;
  readonly isotope?: number;
  readonly stereo?: string;
}

export interface JsonBond {
  readonly atoms: readonly [number, number];
  readonly bo?: number;
  readonly stereo?: string;
}

interface JsonRepresentation {
  readonly name: string;
  readonly aromaticAtoms?: readonly number[];
  readonly aromaticBonds?: readonly number[];
  readonly atomRings?: readonly (readonly number[])[];
}

interface JsonMolecule {
  readonly atoms: readonly JsonAtom[];
  readonly bonds: readonly JsonBond[];
  readonly extensions: readonly JsonRepresentation[];
}

/** Every value that RDKit leaves out when it writes and expects when it reads. */
export const jsonDefaults = {
  atom: { z: 6, impHs: 0, chg: 0, nRad: 0, isotope: 0, stereo: 'unspecified' },
  bond: { bo: 1, stereo: 'unspecified' },
} as const;

const chiralities: Readonly<Record<string, Chirality>> = { cw: 'clockwise', ccw: 'counterclockwise', other: 'other' };
/** The toolkit names a double bond E or Z after priorities, and writes E as trans and Z as cis of the prior neighbors. */
const stereos: Readonly<Record<string, BondStereo>> = { trans: 'E', cis: 'Z', either: 'any' };
/** The number that stands for a dative bond. */
export const dativeOrder = 17;
const bondTypes: Readonly<Record<number, BondType>> = {
  1: 'single',
  2: 'double',
  3: 'triple',
  4: 'quadruple',
  [dativeOrder]: 'dative',
};

/** True for a search pattern: some atom or bond stands for several. */
export function isQuery(json: string): boolean {
  return json.includes('"rdkitQueries"');
}

export interface JsonSource {
  /** What the toolkit read, a SMILES or a molfile block. */
  readonly text: string;
  readonly canonicalSmiles: string;
  readonly fromSmiles: boolean;
}

/** The molecule of one JSON text, with its atoms in the order that they have there. */
export function moleculeFromJson(json: string, { text, canonicalSmiles, fromSmiles }: JsonSource): Molecule {
  const { atoms, bonds, extensions } = (JSON.parse(json) as { molecules: readonly [JsonMolecule] }).molecules[0];
  const { aromaticAtoms = [], aromaticBonds = [], atomRings = [] } = extensions[0]!;
  const aromaticAtom = new Set(aromaticAtoms);
  const aromaticBond = new Set(aromaticBonds);
  const pairs = bonds.map((bond) => bond.atoms);
  const inRing = ringMembers(
    atoms.length,
    pairs,
    atomRings,
    bonds.some(({ bo }) => bo === dativeOrder),
  );
  return {
    smiles: text,
    canonicalSmiles,
    spelling: '',
    rings: atomRings,
    atoms: atoms.map((atom, index) => readAtom(atom, aromaticAtom.has(index), inRing.atoms[index]!)),
    bonds: bonds.map((bond, index) => readBond(bond, aromaticBond.has(index), inRing.bonds[index]!, fromSmiles)),
  };
}

/** The molecule with what a SMILES says of its atoms, which stand in the same order there. */
export function withSpelling(molecule: Molecule, spelling: string): Molecule {
  const written = heavyAtomNotes(spelling, molecule.atoms);
  let heavy = 0;
  const atoms = molecule.atoms.map((atom) => {
    const note = atom.atomicNumber === 1 ? undefined : written[heavy++];
    return note ? { ...atom, ...note } : atom;
  });
  return { ...molecule, spelling, atoms };
}

function readAtom(atom: JsonAtom, aromatic: boolean, inRing: boolean): Atom {
  return {
    atomicNumber: atom.z ?? 6,
    formalCharge: atom.chg ?? 0,
    isotope: atom.isotope ?? 0,
    implicitHydrogens: atom.impHs ?? 0,
    radicalElectrons: atom.nRad ?? 0,
    aromatic,
    inRing,
    chirality: chiralities[atom.stereo ?? ''] ?? 'none',
    coordination: 'unspecified',
    bracketed: false,
  };
}

function readBond(bond: JsonBond, aromatic: boolean, inRing: boolean, fromSmiles: boolean): Bond {
  const { type, order } = typeAndOrder(bond.bo ?? 1, aromatic, fromSmiles);
  const [begin, end] = bond.atoms;
  return { begin, end, type, order, stereo: stereos[bond.stereo ?? ''] ?? 'none', aromatic, inRing };
}

function typeAndOrder(order: number, aromatic: boolean, fromSmiles: boolean): { type: BondType; order: number } {
  if (aromatic) return { type: 'aromatic', order };
  const type = bondTypes[order];
  if (type) return { type, order: type === 'dative' ? 1 : order };
  // Order 0: SMILES has no such bond, it is an aromatic bond outside of aromatic rings, which the JSON form cannot express.
  return fromSmiles ? { type: 'aromatic', order: 1.5 } : { type: 'zero', order: 0 };
}

/** Notes on the heavy atoms as written, or none if they cannot be distinguished. */
function heavyAtomNotes(smiles: string, atoms: readonly Atom[]): readonly WrittenAtom[] {
  const written = writtenAtoms(smiles);
  const heavyAtoms = atoms.reduce((count, { atomicNumber }) => (atomicNumber === 1 ? count : count + 1), 0);
  return written.length === heavyAtoms ? written : [];
}
