/** Neighbors of every atom, in the order of the molecule's bonds: one flat list with an offset an atom. */
import type { Molecule } from './molecule.ts';

export interface Adjacency {
  /** Entries of atom a are offsets[a] .. offsets[a + 1] - 1 of the two lists below, [atoms + 1]. */
  readonly offsets: Int32Array;
  /** The atom at the other end, [2 bonds]. */
  readonly neighbors: Int32Array;
  /** The bond that leads there, [2 bonds]. */
  readonly bonds: Int32Array;
}

export function adjacencyOf({ atoms, bonds }: Molecule): Adjacency {
  const offsets = new Int32Array(atoms.length + 1);
  for (const { begin, end } of bonds) {
    offsets[begin + 1]!++;
    offsets[end + 1]!++;
  }
  for (let atom = 0; atom < atoms.length; atom++) offsets[atom + 1]! += offsets[atom]!;
  const next = offsets.slice();
  const neighbors = new Int32Array(2 * bonds.length);
  const bondOf = new Int32Array(2 * bonds.length);
  bonds.forEach(({ begin, end }, bond) => {
    neighbors[next[begin]!] = end;
    bondOf[next[begin]!++] = bond;
    neighbors[next[end]!] = begin;
    bondOf[next[end]!++] = bond;
  });
  return { offsets, neighbors, bonds: bondOf };
}
