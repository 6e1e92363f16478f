/** Salts and mixtures: the parts of a molecule that no bond connects. */
import { adjacencyOf } from './adjacency.ts';
import { type Chemistry, isRejection, type Molecule, type ParseOptions } from './molecule.ts';

/** The fragment of every atom, 0, 1, ... in order of their first atoms, [atoms]. */
export function fragmentOfAtoms(molecule: Molecule): Int32Array {
  const { offsets, neighbors } = adjacencyOf(molecule);
  const fragments = new Int32Array(molecule.atoms.length).fill(-1);
  let count = 0;
  for (let start = 0; start < fragments.length; start++) {
    if (fragments[start] !== -1) continue;
    fragments[start] = count;
    const queue = [start];
    for (const atom of queue) {
      for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
        const neighbor = neighbors[entry]!;
        if (fragments[neighbor] !== -1) continue;
        fragments[neighbor] = count;
        queue.push(neighbor);
      }
    }
    count++;
  }
  return fragments;
}

export function fragmentCount(molecule: Molecule): number {
  return fragmentOfAtoms(molecule).reduce((most, fragment) => Math.max(most, fragment + 1), 0);
}

/**
 * The fragment with the most atoms as a molecule of its own, read from its canonical SMILES: charges stay as they are
 * written (`[NH3+]` of a salt is not made neutral). Ties go to more carbon atoms, then to the first in the canonical SMILES. A molecule
 * of one fragment is returned as it is.
 */
export function largestFragment(molecule: Molecule, chemistry: Chemistry, options: ParseOptions = {}): Molecule {
  // Canonical SMILES join no fragments by ring closures over a dot.
  const parts = molecule.canonicalSmiles.split('.');
  if (parts.length === 1) return molecule;
  let largest: Molecule | undefined;
  for (const part of parts) {
    const fragment = chemistry.parse(part, options);
    if (!isRejection(fragment) && (!largest || isLarger(fragment, largest))) largest = fragment;
  }
  return largest ?? molecule;
}

function isLarger(left: Molecule, right: Molecule): boolean {
  const moreAtoms = left.atoms.length - right.atoms.length;
  return moreAtoms > 0 || (moreAtoms === 0 && carbons(left) > carbons(right));
}

function carbons({ atoms }: Molecule): number {
  return atoms.filter(({ atomicNumber }) => atomicNumber === 6).length;
}
