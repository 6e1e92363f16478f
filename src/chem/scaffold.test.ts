import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection } from './molecule.ts';
import { loadChemistry } from './rdkit.node.ts';

const chemistry = await loadChemistry();

function scaffold(smiles: string): string {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed), smiles);
  return chemistry.scaffold(parsed);
}

/** Computed with RDKit 2022.09.5: MurckoScaffoldSmiles(smiles, includeChirality=False). */
const cases: readonly (readonly [smiles: string, scaffold: string, why: string])[] = [
  ['CCO', '', 'an acyclic molecule has none'],
  ['CC(C)Cc1ccc(cc1)C(C)C(=O)O', 'c1ccccc1', 'side chains go'],
  ['c1ccccc1CCC1CCNC1', 'c1ccc(CCC2CCNC2)cc1', 'linkers stay'],
  ['CC1=CC(=O)C=CC1=O', 'O=C1C=CC(=O)C=C1', 'atoms double-bonded to a ring stay'],
  ['CN1CCC[C@H]1c1cccnc1', 'c1cncc(C2CCCN2)c1', 'chirality goes and hydrogens take its place'],
  ['Cn1cnc2c1c(=O)n(C)c(=O)n2C', 'O=c1[nH]c(=O)c2[nH]cnc2[nH]1', 'aromatic nitrogen gets a hydrogen'],
  ['C[n+]1ccccc1', 'c1cc[nH+]cc1', 'charged aromatic nitrogen too'],
  ['C[N+]1(C)CCCC1', 'C1CC[NH2+]C1', 'charges stay'],
  ['Cc1ccc[cH+]cc1', 'c1ccc[cH+]cc1', 'an aromatic cation'],
  ['C1CC[B-](C)(C)CC1', '[BH2-]1CCCCC1', 'an anion of boron takes more hydrogens'],
  ['C1CC[C+](C)CC1', '[CH+]1CCCCC1', 'a cation of carbon takes fewer'],
  ['C1CCC(=NO)CC1', 'N=C1CCCCC1', 'what hangs on a kept atom goes'],
  ['C1CCS(C)(C)CC1', 'C1CCSCC1', 'hydrogens fill the smallest valence that fits'],
  ['[2H]c1ccccc1', 'c1ccccc1', 'isotopes go'],
  ['C1CCCCC1.c1ccccc1CC', 'C1CCCCC1.c1ccccc1', 'fragments keep scaffolds of their own'],
];

for (const [smiles, expected, why] of cases) {
  test(`scaffold of ${smiles}: ${why}`, () => assert.equal(scaffold(smiles), expected));
}

test('a scaffold is its own scaffold', () => {
  for (const [, expected] of cases) if (expected) assert.equal(scaffold(expected), expected);
});
