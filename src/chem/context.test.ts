import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextsOf } from './context.ts';
import { isRejection } from './molecule.ts';
import { loadChemistry } from './rdkit.node.ts';

test('contexts name an atom or a bond and count what is around it', async () => {
  const chemistry = await loadChemistry();
  const molecule = chemistry.parse('CC(C)=O');
  assert.ok(!isRejection(molecule));
  const { atoms, bonds } = contextsOf(molecule);
  assert.deepEqual(atoms, ['C_C-SINGLE1', 'C_C-SINGLE2_O-DOUBLE1', 'C_C-SINGLE1', 'O_C-DOUBLE1']);
  assert.equal(bonds[0], 'SINGLE-NONE_C:DOUBLE-NONE1_C:SINGLE-NONE1');
  assert.equal(bonds.length, 3);
  const water = chemistry.parse('O');
  assert.ok(!isRejection(water));
  assert.deepEqual(contextsOf(water), { atoms: ['O'], bonds: [] });
});

test('contexts do not depend on the order of the atoms', async () => {
  const chemistry = await loadChemistry();
  const sorted = (smiles: string): string[][] => {
    const molecule = chemistry.parse(smiles);
    assert.ok(!isRejection(molecule));
    const { atoms, bonds } = contextsOf(molecule);
    return [[...atoms].sort(), [...bonds].sort()];
  };
  assert.deepEqual(sorted('OC(=O)/C=C/c1ccncc1'), sorted('c1cc(/C=C/C(O)=O)ccn1'));
});
