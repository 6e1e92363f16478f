/** The fingerprint by which molecules are compared: Morgan environments of up to two bonds, folded onto 2,048 bits. */
import { type Molecule, morganCounts } from '../chem/index.ts';

/** Also written into model files: a reader of another version must compare the same bits. */
export const fingerprintKind = { name: 'morgan', radius: 2, bits: 2048 } as const;

/** Positions of the set bits, ascending; about 45 in a molecule of 25 atoms. Stereo does not count. */
export function fingerprintOf(molecule: Molecule): Int32Array {
  return morganCounts(molecule, fingerprintKind).positions;
}
