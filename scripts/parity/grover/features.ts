/** GROVER's atom and bond features (golden/grover/features.json); the masses to rounding, all else exactly. */
import type { Chemistry } from '../../../src/chem/index.ts';
import { groverAtomWidth, groverBondWidth } from '../../../src/models/index.ts';
import type { ParityResult } from '../part.ts';
import { Differences } from './difference.ts';
import { readMolecules } from './golden.ts';

export interface GoldenFeatures {
  readonly molecules: readonly {
    readonly smiles: string;
    readonly atom_features: readonly (readonly number[])[];
    readonly bonds: readonly { readonly from: number; readonly to: number; readonly features: readonly number[] }[];
  }[];
}

const tolerance = 1e-12;

export function checkFeatures(file: string, golden: GoldenFeatures, chemistry: Chemistry): ParityResult {
  const differences = new Differences();
  for (const { smiles, atom_features: atoms, bonds } of golden.molecules) {
    const [ours] = readMolecules([smiles], chemistry);
    const { atoms: ourAtoms, bonds: ourBonds, bondAtoms } = ours!;
    atoms.forEach((expected, atom) => {
      const row = ourAtoms.subarray(atom * groverAtomWidth, (atom + 1) * groverAtomWidth);
      differences.compare(`${smiles}, atom ${atom}`, row, expected);
    });
    differences.compare(`${smiles}, directed bonds`, [bondAtoms.length], [bonds.length]);
    bonds.forEach(({ from, to, features }, directed) => {
      const bond = Math.floor(directed / 2);
      const ends = bondAtoms.subarray(2 * bond, 2 * bond + 2);
      const ordered = directed % 2 === 0 ? ends : ends.slice().reverse();
      differences.compare(`${smiles}, ends of bond ${directed}`, ordered, [from, to]);
      const row = ourBonds.subarray(bond * groverBondWidth, (bond + 1) * groverBondWidth);
      differences.compare(`${smiles}, bond ${directed}`, row, features);
    });
  }
  return differences.result(file, 'float64', tolerance);
}
