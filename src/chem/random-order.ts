/** A random order of a molecule's atoms as a SMILES could write them: from a random atom along bonds, branch after branch. */
import type { RandomStream } from '../base/index.ts';
import { adjacencyOf } from './adjacency.ts';
import type { Molecule } from './molecule.ts';
import { reorderAtoms } from './reorder-atoms.ts';

/** Positions of the atoms in the order drawn, [atoms]; fragments follow each other in an order that is drawn too. */
export function randomOrder(molecule: Molecule, stream: RandomStream): number[] {
  const { offsets, neighbors } = adjacencyOf(molecule);
  const starts = molecule.atoms.map((_, atom) => atom);
  stream.shuffle(starts);
  const reached = new Uint8Array(starts.length);
  const order: number[] = [];
  for (const start of starts) {
    const stack = [start];
    for (let atom = stack.pop(); atom !== undefined; atom = stack.pop()) {
      if (reached[atom]) continue;
      reached[atom] = 1;
      order.push(atom);
      const next = Array.from(neighbors.subarray(offsets[atom], offsets[atom + 1]));
      stream.shuffle(next);
      stack.push(...next);
    }
  }
  return order;
}

/** The molecule with its atoms in such an order. */
export function inRandomOrder(molecule: Molecule, stream: RandomStream): Molecule {
  return reorderAtoms(molecule, randomOrder(molecule, stream));
}
