import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadChemistry } from '../../src/chem/index.node.ts';
import { packageRoot } from '../../src/platform/index.node.ts';
import { differences, type PythonFeatures } from './compare.ts';

interface Fixture {
  readonly molecules: readonly { readonly smiles: string; readonly features: PythonFeatures }[];
}

test("descriptors and fingerprints are those of Python's RDKit, and a number that differs is named", async () => {
  const path = join(packageRoot(), 'test', 'fixtures', 'molecule-features.json');
  const { molecules }: Fixture = JSON.parse(await readFile(path, 'utf8'));
  const chemistry = await loadChemistry();
  const smiles = molecules.map((each) => each.smiles);
  const features = molecules.map((each) => each.features);
  assert.deepEqual(differences(smiles, features, chemistry), { compared: smiles.length, found: [] });
  const changed = features.map((each) => ({
    ...each,
    rdkit: { ...each.rdkit, tpsa: each.rdkit.tpsa! + 1 },
    maccs: [1],
  }));
  const { found } = differences(smiles, changed, chemistry);
  const tpsa = found.find(({ column }) => column === 'tpsa');
  assert.equal(tpsa?.molecules, smiles.length);
  assert.ok(found.some(({ column }) => column === 'maccs:1'));
});
