import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { bitsOf, descriptorsOf } from './molecule-targets.ts';

const chemistry = await loadChemistry();
const benzene = chemistry.parse('c1ccccc1');
assert.ok(!isRejection(benzene));

test('bits are those of the environments and of the MACCS keys behind them', () => {
  const bits = bitsOf(benzene, chemistry);
  assert.equal(bits.length, 512 + 167);
  const keys = Array.from(bits)
    .slice(512)
    .flatMap((bit, key) => (bit === 1 ? [key] : []));
  assert.deepEqual(keys, [...chemistry.fingerprintBits(benzene, 'maccs')]);
});

test('each molecule has its 43 descriptors', () => {
  const [once, twice] = descriptorsOf([benzene, benzene], chemistry);
  assert.equal(once!.length, 43);
  assert.deepEqual(once, twice);
});
