/** Other ways to write a molecule, for tests that what is read does not depend on them. */
import rdkit, { type MainModule } from '@rdkit/rdkit';

const loaded: MainModule = await (rdkit.default as (options?: unknown) => Promise<MainModule>)();

const spellings = [
  {},
  { doKekule: true },
  { allHsExplicit: true },
  { allBondsExplicit: true },
  { doKekule: true, allHsExplicit: true },
];

/**
 * The molecule from a random atom along random branches, [count]: some in Kekule form, with every atom in brackets, or with every bond
 * written. Not the same from call to call: the toolkit draws.
 */
export function rewrittenSmiles(smiles: string, count: number): string[] {
  const mol = loaded.get_mol(smiles);
  if (!mol) throw new Error(`${smiles} is no molecule`);
  try {
    return Array.from({ length: count }, (_, index) =>
      mol.get_smiles(JSON.stringify({ ...spellings[index % spellings.length], doRandom: true, canonical: false })),
    );
  } finally {
    mol.delete();
  }
}

/** As a molfile block without coordinates, its atoms as the SMILES has them. */
export function molblockOf(smiles: string): string {
  const mol = loaded.get_mol(smiles);
  if (!mol) throw new Error(`${smiles} is no molecule`);
  try {
    return mol.get_v3Kmolblock();
  } finally {
    mol.delete();
  }
}
