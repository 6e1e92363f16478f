import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRejection, type Molecule } from '../src/chem/molecule.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { type AtomOrder, isRefused, readMolecule } from '../src/data/index.ts';
import { models } from '../src/models/registry.ts';
import { openNetwork, smallConfig } from '../src/models/small-network.test.helper.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';
import { rewrittenSmiles } from './rewritten-smiles.ts';

const chemistry = await loadChemistry();
const table = (await readFile(join(packageRoot(), 'assets', 'medicines.csv'), 'utf8')).trim().split('\n').slice(1);
const medicines = table.map((line) => line.split(',')[1]!);

/** What the table does not hold: charges, isotopes, hydrogens, dummies, metals, rings whose mirror image is the same. */
const unusual = [
  '[Cl-].C[Hg+]',
  '[Fe+2].c1cc[cH-]c1.c1cc[cH-]c1',
  'N->[Pt](<-N)(Cl)Cl',
  'F[Pt@SP1](Cl)(N)O',
  '[2H]C([3H])(C)O',
  '[H]/N=C/C',
  '[H][H]',
  '*C1CC1*',
  '[O-][n+]1ccccc1',
  'C12C3C4C1C5C2C3C45',
  'C1CC[C@H]2CCCC[C@@H]2C1',
  'O[C@H]1CC[C@@H](O)CC1',
  'C/C=C/[C@H](C)/C=C\\C',
  'C[S@](=O)c1ccccc1',
  'FS(F)(F)(F)(F)F',
  '[Na+].[Na+].[O-]C(=O)CC(=O)[O-]',
];

function moleculeOf(smiles: string, atomOrder?: AtomOrder): Molecule {
  const read = readMolecule({ row: 0, line: 1, cells: [smiles] }, 0, chemistry, { atomOrder, maxAtoms: 999 });
  assert.ok(!isRefused(read), `${smiles}: ${isRefused(read) ? read.reason : ''}`);
  return read.molecule;
}

for (const model of models) {
  const featuresOf = (smiles: string, atomOrder?: AtomOrder): unknown => model.featurize(moleculeOf(smiles, atomOrder));

  test(`${model.name}: however a molecule is written, it reads the same`, () => {
    for (const smiles of [...medicines, ...unusual]) {
      const features = featuresOf(smiles);
      for (const other of rewrittenSmiles(smiles, 5)) {
        assert.deepEqual(featuresOf(other), features, `${other} is ${smiles}`);
      }
    }
  });

  test(`${model.name}: a ring that is its own mirror image reads the same with all its marks turned`, () => {
    for (const smiles of ['C1CC[C@H]2CCCC[C@@H]2C1', 'O[C@H]1CC[C@@H](O)CC1', 'C[C@H](O)[C@@H](C)O']) {
      const turned = smiles.replace(/@+/g, (mark) => (mark === '@' ? '@@' : '@'));
      assert.deepEqual(featuresOf(turned), featuresOf(smiles), smiles);
    }
  });

  test(`${model.name}: as written, it reads the atoms in the order of the SMILES`, () => {
    assert.deepEqual(featuresOf('OCC', 'as-written'), model.featurize(parsed('OCC')));
    assert.notDeepEqual(featuresOf('[CH3]CO', 'as-written'), featuresOf('OCC', 'as-written'));
  });

  test(`${model.name}: one molecule has one prediction, to the last bit`, async () => {
    const chosen = medicines.filter((_, row) => row % 12 === 0);
    const writings = chosen.map((smiles) => [smiles, ...rewrittenSmiles(smiles, 4)]);
    const config = smallConfig(model, { maxAtoms: 120 });
    const rows = chosen.map((_, row) => row);
    let expected: ArrayLike<number> | undefined;
    for (let writing = 0; writing < 5; writing++) {
      const features = writings.map((each) => featuresOf(each[writing]!));
      const network = openNetwork(model, features, config, { type: 'float32' });
      const weights = Float32Array.from({ length: network.layout.size }, (_, index) => 0.1 * Math.sin(index));
      const predictions = await network.predict(weights, rows);
      expected ??= predictions;
      assert.deepEqual(predictions, expected);
    }
  });
}

function parsed(smiles: string): Molecule {
  const molecule = chemistry.parse(smiles);
  assert.ok(!isRejection(molecule));
  return molecule;
}
