import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { moleculeTargets } from './molecule-targets.ts';

const chemistry = await loadChemistry();
const molecules = ['CCO', 'CCCO', 'c1ccccc1', 'CC(=O)O', `C${'C'.repeat(60)}`].map((smiles): Molecule => {
  const molecule = chemistry.parse(smiles);
  assert.ok(!isRejection(molecule));
  return molecule;
});
const train = [0, 1, 2, 3];

test('descriptors are standardized by the training molecules and stay within 6 deviations', () => {
  const { descriptors, sizes } = moleculeTargets(molecules, { chemistry, train, tasks: ['descriptors'] });
  assert.deepEqual(sizes, { descriptors: 43, bits: 0 });
  for (let column = 0; column < 43; column++) {
    const mean = train.reduce((sum, row) => sum + descriptors[row]![column]!, 0) / train.length;
    assert.ok(Math.abs(mean) < 1e-5, `column ${column}: ${mean}`);
  }
  assert.equal(Math.max(...Array.from(descriptors[4]!)), 6);
});

test('bits are those of the environments and of the MACCS keys behind them', () => {
  const { bits, sizes } = moleculeTargets(molecules, { chemistry, train, tasks: ['fingerprint'] });
  assert.deepEqual(sizes, { descriptors: 0, bits: 512 + 167 });
  const keys = Array.from(bits[2]!)
    .slice(512)
    .flatMap((bit, key) => (bit === 1 ? [key] : []));
  assert.deepEqual(keys, [...chemistry.fingerprintBits(molecules[2]!, 'maccs')]);
});
