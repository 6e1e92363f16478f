/**
 * What is predicted of a molecule as a whole, from its structure alone:
 *   descriptors:  the 43 of the toolkit, standardized over the corpus and kept within 6 deviations
 *   fingerprint:  512 bits of atom environments (Morgan, radius 2) and the 167 MACCS keys
 * Source: descriptors with that bound and a drawn 15 % of them in each loss: CheMeleon, arXiv 2506.15792; bits beside them: KPGT, Li et al.
 * 2023, doi 10.1038/s41467-023-43214-1.
 */
import { type Chemistry, fingerprintWidths, type Molecule, morganCounts } from '../chem/index.ts';
import { moleculeFeatures } from '../data/index.ts';

const morgan = { radius: 2, bits: 512 } as const;

/** As the toolkit computes them, NaN where it has no value, [molecules][descriptors]. */
export function descriptorsOf(molecules: readonly Molecule[], chemistry: Chemistry): Float64Array[] {
  const { names, values } = moleculeFeatures(molecules, chemistry, { generators: ['rdkit'] });
  return molecules.map((_, row) => values.slice(row * names.length, (row + 1) * names.length));
}

/** 1 for the bits that are set, [512 + 167]. */
export function bitsOf(molecule: Molecule, chemistry: Chemistry): Uint8Array {
  const row = new Uint8Array(morgan.bits + fingerprintWidths.maccs);
  for (const bit of morganCounts(molecule, morgan).positions) row[bit] = 1;
  for (const bit of chemistry.fingerprintBits(molecule, 'maccs')) row[morgan.bits + bit] = 1;
  return row;
}
