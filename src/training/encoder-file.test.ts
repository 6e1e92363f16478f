import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterLayout } from '../base/index.ts';
import { readEncoder, writeEncoder } from './encoder-file.ts';

const layout = new ParameterLayout([
  { name: 'atoms.weight', shape: [2, 3], role: 'weight' },
  { name: 'head.0.weight', shape: [2, 2], role: 'weight' },
  { name: 'pretrain.atoms.0.bias', shape: [4], role: 'weight' },
]);
const weights = Float32Array.from({ length: layout.size }, (_, index) => index / 7);
const facts = {
  ...{ model: 'compt', settings: { width: 3 }, molecules: 1000, epochs: 2, corpus: ['ab'], validationLoss: 1.5 },
  ...{ version: '0.1.0', toolkit: { name: 'RDKit', version: '1' } },
};

test('an encoder comes back as it was written, without heads and the maps of its tasks', () => {
  const read = readEncoder(writeEncoder({ layout, weights }, facts), 'x');
  assert.deepEqual(
    read.layout.entries.map(({ name, shape }) => [name, shape]),
    [['atoms.weight', [2, 3]]],
  );
  assert.deepEqual(read.weights, weights.slice(0, 6));
  const { folder, kind, isFinished, layout: _layout, weights: _weights, ...rest } = read;
  assert.deepEqual([folder, kind, isFinished, rest], ['builtin', 'pre-training', true, facts]);
});

test('damage, and a file that is no encoder, are refused with its name', () => {
  const bytes = writeEncoder({ layout, weights }, facts);
  bytes[bytes.length - 3]! ^= 1;
  assert.throws(() => readEncoder(bytes, 'assets/x'), { code: 'checkpoint-damaged', where: 'assets/x' });
  const other = new TextEncoder().encode(JSON.stringify({ __metadata__: {} }).padEnd(24));
  const file = new Uint8Array(8 + other.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(other.length), true);
  file.set(other, 8);
  assert.throws(() => readEncoder(file, 'assets/y'), { code: 'not-a-checkpoint', where: 'assets/y' });
});
