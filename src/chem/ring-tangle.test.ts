import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasRingTangle } from './ring-tangle.ts';

const hoop = (ring: string, count: number): string => `C%90${ring.repeat(count)}C%90`;
const fullerene =
  'c12c3c4c5c1c1c6c7c2c2c8c3c3c9c4c4c%10c5c5c1c1c6c6c%11c7c2c2c7c8c3c3c8c4c4c9c%10c5c5c1c1c6c6c%11c2c2c7c3c3c8c4c4c5c1c1c6c2c3c41';

test('a large ring that passes many small ones on either side is a tangle', () => {
  assert.equal(hasRingTangle(hoop('c1ccc(cc1)', 12)), true);
  assert.equal(hasRingTangle(hoop('C1CC(C1)', 60)), true);
  assert.equal(hasRingTangle(hoop('[Se]O1CCC(CC1)N=', 30)), true);
});

test('few rings, rings in a chain, and cages are none', () => {
  assert.equal(hasRingTangle(hoop('c1ccc(cc1)', 8)), false);
  assert.equal(hasRingTangle('c1ccc(cc1)'.repeat(40)), false);
  assert.equal(hasRingTangle(fullerene), false);
  assert.equal(hasRingTangle('C1CC2CCC1C2'), false);
});

test('what is no SMILES is none either', () => {
  for (const text of ['', '))))', '1'.repeat(100), '((((('.repeat(20), '%%%', 'C%(12)C.%(12)']) {
    assert.equal(hasRingTangle(text), false);
  }
});
