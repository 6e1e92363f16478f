import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection, type Molecule } from './molecule.ts';
import { morganCounts } from './morgan.ts';
import { loadChemistry } from './rdkit.node.ts';

const chemistry = await loadChemistry();

function parsed(smiles: string): Molecule {
  const molecule = chemistry.parse(smiles);
  assert.ok(!isRejection(molecule), smiles);
  return molecule;
}

const unlike = [
  'C',
  'CC',
  'CCO',
  'c1ccccc1',
  'CC(=O)Oc1ccccc1C(=O)O',
  'C[N+](C)(C)CC(=O)[O-]',
  '[13CH4]',
  '[2H]OC([2H])C',
  'C#N',
  'C1CC1C1CC1',
  '[Na+].[Cl-]',
  'CN1C=NC2=C1C(=O)N(C(=O)N2C)C',
  'C1C2CC3CC1CC(C2)C3',
  '*CC',
  'CC(C)(C)c1ccc(cc1)S(=O)(=O)N',
  'O=[Se]=O',
  'F/C=C/F',
  'C[C@H](N)C(=O)O',
  'N->[Pt](Cl)(Cl)<-N',
];

test("the counted positions are the bits of the toolkit's own fingerprint, at every radius", () => {
  for (const smiles of unlike) {
    for (const radius of [0, 1, 2, 3, 4]) {
      const molecule = parsed(smiles);
      const { positions } = morganCounts(molecule, { radius, bits: 2048 });
      assert.deepEqual(
        positions,
        chemistry.morganBits(molecule, { radius, bits: 2048 }),
        `${smiles}, radius ${radius}`,
      );
    }
  }
});

test('environments that occur several times are counted: six equal atoms of benzene, and each bond seen once', () => {
  const { counts } = morganCounts(parsed('c1ccccc1'), { radius: 2, bits: 2048 });
  assert.deepEqual([...counts], [6, 6, 6]);
  const ethane = morganCounts(parsed('CC'), { radius: 2, bits: 2048 });
  // Both atoms cover the one bond: their environment of radius 1 is one.
  assert.deepEqual([...ethane.counts].sort(), [1, 2]);
});
