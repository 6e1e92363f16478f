/**
 * Hydrogen-bond acceptors and donors, acidic and basic centers by GROVER's rules, which it writes as search patterns.
 * "Aliphatic" is whatever is not aromatic; hydrogens count whether they are atoms of the graph or not.
 */
import type { Adjacency } from './adjacency.ts';
import type { Atom, Bond, Molecule } from './molecule.ts';
import type { AtomCounts } from './valence.ts';

export interface FunctionalFlags {
  readonly acceptor: boolean;
  readonly donor: boolean;
  readonly acidic: boolean;
  readonly basic: boolean;
}

const [carbon, nitrogen, oxygen, phosphorus, sulfur] = [6, 7, 8, 15, 16];

/** [atoms] */
export function functionalFlags(molecule: Molecule, adjacency: Adjacency, counts: AtomCounts): FunctionalFlags[] {
  const around = new Surroundings(molecule, adjacency, counts);
  return molecule.atoms.map((_, atom) => ({
    acceptor: isAcceptor(around, atom),
    donor: isDonor(around, atom),
    acidic: isAcidic(around, atom),
    basic: isBasic(around, atom),
  }));
}

interface Link {
  readonly bond: Bond;
  readonly atom: number;
}

/** What the rules ask about an atom and its neighbors. */
class Surroundings {
  readonly atoms: readonly Atom[];
  readonly valence: Int32Array;
  readonly links: readonly (readonly Link[])[];
  readonly hydrogens: readonly number[];

  constructor({ atoms, bonds }: Molecule, { offsets, neighbors, bonds: bondOf }: Adjacency, { valence }: AtomCounts) {
    this.atoms = atoms;
    this.valence = valence;
    this.links = atoms.map((_, atom) =>
      Array.from({ length: offsets[atom + 1]! - offsets[atom]! }, (_, index) => {
        const entry = offsets[atom]! + index;
        return { bond: bonds[bondOf[entry]!]!, atom: neighbors[entry]! };
      }),
    );
    this.hydrogens = atoms.map(
      ({ implicitHydrogens }, atom) =>
        implicitHydrogens + this.links[atom]!.filter((link) => atoms[link.atom]!.atomicNumber === 1).length,
    );
  }

  isAliphatic(atom: number, ...elements: readonly number[]): boolean {
    const { aromatic, atomicNumber } = this.atoms[atom]!;
    return !aromatic && elements.includes(atomicNumber);
  }

  isAromatic(atom: number, ...elements: readonly number[]): boolean {
    const { aromatic, atomicNumber } = this.atoms[atom]!;
    return aromatic && elements.includes(atomicNumber);
  }

  charge(atom: number): number {
    return this.atoms[atom]!.formalCharge;
  }

  /** Whether the atom has a double bond to an aliphatic atom of these elements other than `except`. */
  hasDoubleBondTo(atom: number, elements: readonly number[], except = -1): boolean {
    return this.links[atom]!.some(
      ({ bond, atom: far }) => bond.type === 'double' && far !== except && this.isAliphatic(far, ...elements),
    );
  }

  aromaticNeighbors(atom: number): number[] {
    return this.links[atom]!.flatMap((link) => (link.bond.type === 'aromatic' ? [link.atom] : []));
  }
}

function isDonor(around: Surroundings, atom: number): boolean {
  const { hydrogens, valence } = around;
  const charge = around.charge(atom);
  if (around.isAliphatic(atom, nitrogen)) {
    return hydrogens[atom]! >= 1 && (valence[atom] === 3 || (valence[atom] === 4 && charge === 1));
  }
  return (
    hydrogens[atom] === 1 &&
    charge === 0 &&
    (around.isAliphatic(atom, oxygen, sulfur) || around.isAromatic(atom, nitrogen))
  );
}

function isAcceptor(around: Surroundings, atom: number): boolean {
  const { hydrogens, valence } = around;
  if (around.isAliphatic(atom, oxygen, sulfur)) {
    if (around.charge(atom) === -1) return true;
    if (valence[atom] !== 2) return false;
    return hydrogens[atom] === 0 || (hydrogens[atom] === 1 && !hasAcylNeighbor(around, atom));
  }
  if (around.isAliphatic(atom, nitrogen)) return valence[atom] === 3 && !hasAcylNeighbor(around, atom);
  if (around.charge(atom) !== 0) return false;
  if (around.isAromatic(atom, nitrogen)) return hydrogens[atom] === 0;
  return around.isAromatic(atom, oxygen, sulfur) && !isNearAromaticNitrogen(around, atom);
}

/** A neighbor over a single bond that has a double bond to a further aliphatic oxygen, nitrogen, phosphorus or sulfur. */
function hasAcylNeighbor(around: Surroundings, atom: number): boolean {
  return around.links[atom]!.some(
    ({ bond, atom: far }) =>
      bond.type === 'single' && around.hasDoubleBondTo(far, [oxygen, nitrogen, phosphorus, sulfur], atom),
  );
}

/** Beside an aromatic nitrogen, or beside an aromatic carbon that is; over aromatic bonds. */
function isNearAromaticNitrogen(around: Surroundings, atom: number): boolean {
  return around
    .aromaticNeighbors(atom)
    .some(
      (near) =>
        around.isAromatic(near, nitrogen) ||
        (around.isAromatic(near, carbon) &&
          around.aromaticNeighbors(near).some((far) => far !== atom && around.isAromatic(far, nitrogen))),
    );
}

function isAcidic(around: Surroundings, atom: number): boolean {
  return (
    around.isAliphatic(atom, carbon, sulfur) &&
    around.hasDoubleBondTo(atom, [oxygen, sulfur, phosphorus]) &&
    around.links[atom]!.some(
      ({ bond, atom: far }) =>
        bond.type === 'single' &&
        around.isAliphatic(far, oxygen) &&
        (around.hydrogens[far] === 1 || around.charge(far) === -1),
    )
  );
}

function isBasic(around: Surroundings, atom: number): boolean {
  if (around.atoms[atom]!.atomicNumber !== nitrogen) return false;
  if (around.charge(atom) === 1) return true;
  if (!around.isAliphatic(atom, nitrogen) || around.charge(atom) !== 0) return false;
  const good = around.links[atom]!.filter((link) => isGoodNeighbor(around, link));
  switch (around.hydrogens[atom]) {
    case 2:
      return good.length >= 1;
    case 1:
      return good.length >= 2;
    case 0:
      return good.filter((link) => around.isAliphatic(link.atom, carbon)).length >= 3;
    default:
      return false;
  }
}

function isGoodNeighbor(around: Surroundings, { bond, atom }: Link): boolean {
  if (bond.type !== 'single' && bond.type !== 'aromatic') return false;
  const isKind = around.atoms[atom]!.aromatic || around.isAliphatic(atom, carbon);
  return isKind && !around.hasDoubleBondTo(atom, [oxygen]);
}
