/**
 * Bemis-Murcko scaffolds by RDKit's rule: rings, the shortest paths between them, and atoms double-bonded to either; without
 * stereochemistry. Done on plain data; the toolkit only spells the result. Source: Bemis and Murcko, J. Med. Chem. 39
 * (1996) 2887; RDKit's MurckoDecompose for the double-bonded atoms and for hydrogens where something was cut off.
 */
import { type Adjacency, adjacencyOf } from './adjacency.ts';
import { elements } from './elements.ts';
import type { Atom, Molecule } from './molecule.ts';
import { dativeOrder, type JsonAtom, type JsonBond, jsonDefaults } from './rdkit-json.ts';
import { valenceContribution } from './valence.ts';

/** The scaffold in RDKit's JSON form, undefined for an acyclic molecule. */
export function scaffoldJson(molecule: Molecule): string | undefined {
  if (!molecule.bonds.some(({ inRing }) => inRing)) return undefined;
  const adjacency = adjacencyOf(molecule);
  const core = ringsAndLinkers(molecule, adjacency);
  const kept = core.map((inCore, atom) => inCore || hangsOnDoubleBond(molecule, adjacency, core, atom));
  return writeJson(molecule, kept, hydrogensOfScaffold(molecule, adjacency, core, kept));
}

/** True for ring atoms and atoms on the shortest paths between rings, [atoms]. */
function ringsAndLinkers({ atoms, bonds, rings }: Molecule, adjacency: Adjacency): boolean[] {
  const core = atoms.map(({ inRing }) => inRing);
  // Rings that close over a dative bond are not in the list of rings.
  const dative = bonds.filter(({ type, inRing }) => type === 'dative' && inRing);
  const starts = [...rings.map((ring) => ring[0]!), ...dative.map(({ begin }) => begin)];
  for (const source of new Set(starts)) {
    const towards = stepsTowards(adjacency, source);
    for (const start of starts) {
      for (let atom = start; atom >= 0 && atom !== source; atom = towards[atom]!) core[atom] = true;
    }
  }
  return core;
}

/** For every atom the next one on a shortest path to `source`, -1 for the source and other fragments. */
function stepsTowards({ offsets, neighbors }: Adjacency, source: number): Int32Array {
  const towards = new Int32Array(offsets.length - 1).fill(-1);
  const queue = [source];
  for (const atom of queue) {
    for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
      const neighbor = neighbors[entry]!;
      if (neighbor === source || towards[neighbor] !== -1) continue;
      towards[neighbor] = atom;
      queue.push(neighbor);
    }
  }
  return towards;
}

function hangsOnDoubleBond({ bonds }: Molecule, adjacency: Adjacency, core: readonly boolean[], atom: number): boolean {
  return around(adjacency, atom).some(([neighbor, bond]) => core[neighbor] && bonds[bond]!.type === 'double');
}

/** Hydrogens of each kept atom once its other neighbors are cut off, [atoms]. */
function hydrogensOfScaffold(
  molecule: Molecule,
  adjacency: Adjacency,
  core: readonly boolean[],
  kept: readonly boolean[],
): number[] {
  return molecule.atoms.map((atom, index) => {
    const cut = around(adjacency, index).some(([neighbor]) => !kept[neighbor]);
    if (!kept[index] || !cut) return atom.implicitHydrogens;
    // An atom outside of the core keeps the hydrogens that the SMILES gave it in brackets.
    if (!core[index] && atom.bracketed) return atom.implicitHydrogens;
    const carbocation = atom.atomicNumber === 6 && atom.formalCharge === 1;
    if (core[index] && atom.aromatic && (atom.atomicNumber !== 6 || carbocation)) return 1;
    return fillValence(atom, ordersToKept(molecule, adjacency, kept, index));
  });
}

function ordersToKept({ bonds }: Molecule, adjacency: Adjacency, kept: readonly boolean[], atom: number): number {
  return around(adjacency, atom).reduce((orders, [neighbor, bond]) => {
    return kept[neighbor] ? orders + valenceContribution(bonds[bond]!, atom) : orders;
  }, 0);
}

/**
 * Main-group elements whose cations bind less and whose anions bind more; all others with a fixed valence do the opposite.
 * Source: RDKit's valence model.
 */
const losesBondsAsCation = new Set([3, 4, 5, 11, 12, 13, 19, 20, 31, 32, 37, 38, 49, 50, 51, 55, 56, 82, 83, 87, 88]);

/** Hydrogens up to the next allowed valence. */
function fillValence({ atomicNumber, formalCharge, radicalElectrons }: Atom, orders: number): number {
  const { valences } = elements[atomicNumber]!;
  if (atomicNumber === 0 || valences[0] === -1) return 0;
  const lowers = losesBondsAsCation.has(atomicNumber) || (atomicNumber === 6 && formalCharge > 0);
  const charge = lowers ? -formalCharge : formalCharge;
  const used = orders + radicalElectrons;
  const allowed = valences.find((valence) => valence >= 0 && valence + charge >= used);
  return allowed === undefined ? 0 : allowed + charge - used;
}

function around({ offsets, neighbors, bonds }: Adjacency, atom: number): [neighbor: number, bond: number][] {
  const entries: [number, number][] = [];
  for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++)
    entries.push([neighbors[entry]!, bonds[entry]!]);
  return entries;
}

function writeJson({ atoms, bonds, rings }: Molecule, kept: readonly boolean[], hydrogens: readonly number[]): string {
  const newIndex: number[] = [];
  const jsonAtoms: JsonAtom[] = [];
  const aromaticAtoms: number[] = [];
  atoms.forEach((atom, index) => {
    if (!kept[index]) return;
    newIndex[index] = jsonAtoms.length;
    if (atom.aromatic) aromaticAtoms.push(jsonAtoms.length);
    const { atomicNumber: z, formalCharge: chg, radicalElectrons: nRad } = atom;
    jsonAtoms.push({ z, impHs: hydrogens[index]!, chg, nRad });
  });
  const jsonBonds: JsonBond[] = [];
  const aromaticBonds: number[] = [];
  for (const { begin, end, type, order, aromatic } of bonds) {
    if (!kept[begin] || !kept[end]) continue;
    if (aromatic) aromaticBonds.push(jsonBonds.length);
    jsonBonds.push({
      atoms: [newIndex[begin]!, newIndex[end]!],
      bo: type === 'dative' ? dativeOrder : Math.floor(order),
    });
  }
  const atomRings = rings.map((ring) => ring.map((atom) => newIndex[atom]!));
  const representation = { name: 'rdkitRepresentation', formatVersion: 2, aromaticAtoms, aromaticBonds, atomRings };
  const scaffold = { atoms: jsonAtoms, bonds: jsonBonds, extensions: [representation] };
  return JSON.stringify({ rdkitjson: { version: 12 }, defaults: jsonDefaults, molecules: [scaffold] });
}
