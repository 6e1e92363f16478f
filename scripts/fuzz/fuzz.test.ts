import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphsamError, RandomStream } from '../../src/base/index.ts';
import { loadChemistry } from '../../src/chem/rdkit.node.ts';
import { damagedBytes, damagedText } from './damage.ts';
import { fuzzSmiles, fuzzTables } from './fuzzers.ts';

const isOwn = (error: unknown): error is GraphsamError => error instanceof GraphsamError;

test('damaged SMILES are molecules or get a reason', async () => {
  assert.deepEqual(fuzzSmiles(await loadChemistry(), { count: 1000, seed: 1 }), []);
});

test('damaged tables are read whole or refused with an error of our own', async () => {
  assert.deepEqual(await fuzzTables(await loadChemistry(), isOwn, { count: 300, seed: 1 }), []);
});

test('damage is damage, and the same from one seed', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, at) => at);
  for (let seed = 0; seed < 200; seed++) {
    const [first, second] = [0, 1].map(() => damagedBytes(bytes, new RandomStream(seed, 'damage')));
    assert.notDeepEqual(first, bytes);
    assert.deepEqual(first, second);
  }
  assert.equal(
    damagedText('CCO', ['x'], new RandomStream(1, 'text')),
    damagedText('CCO', ['x'], new RandomStream(1, 'text')),
  );
});
