import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBuiltinEncoder, readBuiltinFacts } from './builtin-encoder.node.ts';

test('what the encoder of the package is can be read without its weights', async () => {
  const { layout, weights, ...facts } = await readBuiltinEncoder();
  assert.deepEqual(await readBuiltinFacts(), facts);
  assert.equal(weights.length, layout.size);
});
