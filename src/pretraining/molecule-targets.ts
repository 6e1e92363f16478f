/**
 * What is predicted of a molecule as a whole, from its structure alone:
 *   descriptors:  the 43 of the toolkit, standardized by the training molecules and kept within 6 deviations
 *   fingerprint:  512 bits of atom environments (Morgan, radius 2) and the 167 MACCS keys
 * Source: descriptors with that bound and a drawn 15 % of them in each loss: CheMeleon, arXiv 2506.15792; bits beside them: KPGT, Li et al.
 * 2023, doi 10.1038/s41467-023-43214-1.
 */
import { type Chemistry, fingerprintWidths, type Molecule, morganCounts } from '../chem/index.ts';
import { fitFeatureScaling, moleculeFeatures, scaledRows } from '../data/index.ts';
import type { MoleculeTask } from '../runs/index.ts';

const morgan = { radius: 2, bits: 512 } as const;

export interface MoleculeTargets {
  /** [molecules][descriptors] */
  readonly descriptors: readonly ArrayLike<number>[];
  /** [molecules][bits] */
  readonly bits: readonly ArrayLike<number>[];
  readonly sizes: { readonly descriptors: number; readonly bits: number };
}

/** train: rows that descriptors are standardized by. What is no task has size 0. */
export function moleculeTargets(
  molecules: readonly Molecule[],
  {
    chemistry,
    train,
    tasks,
  }: { readonly chemistry: Chemistry; readonly train: readonly number[]; readonly tasks: readonly MoleculeTask[] },
): MoleculeTargets {
  const descriptors = tasks.includes('descriptors')
    ? standardized(molecules, chemistry, train)
    : molecules.map(() => []);
  const bits = molecules.map((molecule) => (tasks.includes('fingerprint') ? bitsOf(molecule, chemistry) : []));
  return { descriptors, bits, sizes: { descriptors: descriptors[0]?.length ?? 0, bits: bits[0]?.length ?? 0 } };
}

function standardized(molecules: readonly Molecule[], chemistry: Chemistry, train: readonly number[]): Float32Array[] {
  const features = moleculeFeatures(molecules, chemistry, { generators: ['rdkit'] });
  return scaledRows(features.values, fitFeatureScaling(features, train, 'standard'));
}

function bitsOf(molecule: Molecule, chemistry: Chemistry): Uint8Array {
  const row = new Uint8Array(morgan.bits + fingerprintWidths.maccs);
  for (const bit of morganCounts(molecule, morgan).positions) row[bit] = 1;
  for (const bit of chemistry.fingerprintBits(molecule, 'maccs')) row[morgan.bits + bit] = 1;
  return row;
}
