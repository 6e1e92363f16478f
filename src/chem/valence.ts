/** Counts around an atom that several rules of perception share. */
import type { Adjacency } from './adjacency.ts';
import type { Bond, Molecule } from './molecule.ts';

export interface AtomCounts {
  /** Neighbors in the graph plus hydrogens that are not in it, [atoms]. */
  readonly totalDegree: Int32Array;
  /** Bond orders plus hydrogens that are not in the graph, [atoms]. */
  readonly valence: Int32Array;
}

/** What a bond adds to the valence of the atom at one of its ends: a dative bond counts for its acceptor only. */
export function valenceContribution(bond: Bond, atom: number): number {
  return bond.type === 'dative' && bond.begin === atom ? 0 : bond.order;
}

export function countAround({ atoms, bonds }: Molecule, adjacency: Adjacency): AtomCounts {
  const totalDegree = new Int32Array(atoms.length);
  const valence = new Int32Array(atoms.length);
  atoms.forEach(({ implicitHydrogens }, atom) => {
    const [first, end] = [adjacency.offsets[atom]!, adjacency.offsets[atom + 1]!];
    let orders = 0;
    for (let entry = first; entry < end; entry++) orders += valenceContribution(bonds[adjacency.bonds[entry]!]!, atom);
    totalDegree[atom] = end - first + implicitHydrogens;
    // The toolkit adds 0.1 before it rounds: halves come from aromatic bonds outside of aromatic rings.
    valence[atom] = Math.round(orders + 0.1) + implicitHydrogens;
  });
  return { totalDegree, valence };
}
