import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fragmentCount, fragmentOfAtoms, largestFragment } from './largest-fragment.ts';
import { isRejection, type Molecule } from './molecule.ts';
import { loadChemistry } from './rdkit.node.ts';

const chemistry = await loadChemistry();

function molecule(smiles: string): Molecule {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed), smiles);
  return parsed;
}

test('fragments are counted, and every atom knows its own', () => {
  assert.equal(fragmentCount(molecule('CCO')), 1);
  assert.deepEqual([...fragmentOfAtoms(molecule('CC.O.CC'))], [0, 0, 1, 2, 2]);
  assert.equal(fragmentCount(molecule('C1.C1')), 1, 'a ring closure over a dot is a bond');
});

test('of a salt the largest fragment is kept', () => {
  assert.equal(largestFragment(molecule('[Na+].[O-]C(=O)c1ccccc1'), chemistry).canonicalSmiles, 'O=C([O-])c1ccccc1');
  assert.equal(largestFragment(molecule('Cl.CCN'), chemistry).canonicalSmiles, 'CCN');
});

test('of fragments of one size the one with more carbon is kept', () => {
  assert.equal(largestFragment(molecule('O=S=O.CCC'), chemistry).canonicalSmiles, 'CCC');
  assert.equal(largestFragment(molecule('CCC.O=S=O'), chemistry).canonicalSmiles, 'CCC');
});

test('a molecule of one fragment is returned as it is', () => {
  const ethanol = molecule('CCO');
  assert.equal(largestFragment(ethanol, chemistry), ethanol);
});
