import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '../base/error-codes.ts';
import { CheckpointError } from '../base/errors.ts';
import { constant, lower } from '../tensor/index.ts';
import { cardMetadata, type ModelCard, modelCardFormat } from './model-card.ts';
import { readModelCard } from './read-model-card.ts';

const card: ModelCard = {
  format: modelCardFormat,
  version: '0.1.0',
  model: 'compt',
  settings: { layers: 3 },
  tasks: ['log S (mol/l)', 'µ'],
  taskType: 'regression',
  maxAtoms: 99,
  largestFragment: false,
  atomOrder: 'canonical',
  standardization: { mean: [0.1, 2], std: [1.5, 3e-7] },
  toolkit: { name: 'RDKit', version: '2026.09.1' },
  training: { data: 'esol', molecules: 1128, split: 'random', seed: 0, optimizer: 'graphsam', bestEpoch: 27 },
};
const modelWith = (metadata: Record<string, string>): Uint8Array =>
  lower({ predictions: constant('float32', [1, 1], [2]) }, { metadata });

test('what a model file says about itself is read back exactly', () => {
  assert.deepEqual(readModelCard(modelWith(cardMetadata(card)), 'model.onnx'), card);
});

test('a model file that was cut off anywhere is refused', () => {
  const file = modelWith(cardMetadata(card));
  for (let length = 0; length < file.length; length++) {
    assert.throws(() => readModelCard(file.slice(0, length), 'model.onnx'), CheckpointError, `${length} bytes`);
  }
});

test('a model file in which a bit of its weights or network was lost is refused, whatever bit', () => {
  const values = Float32Array.from({ length: 24 }, (_, index) => Math.sin(index));
  const file = lower({ predictions: constant('float32', [4, 6], [...values]) }, { metadata: cardMetadata(card) });
  const start = Buffer.from(file).indexOf(Buffer.from(values.buffer));
  assert.ok(start > 0, 'the weights are in the file as they are');
  for (let bit = 8 * start; bit < 8 * (start + values.byteLength); bit += 5) {
    const damaged = Uint8Array.from(file);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assert.throws(() => readModelCard(damaged, 'model.onnx'), { code: 'model-damaged', where: 'model.onnx' });
  }
});

test('a description in which a bit was lost is refused, whatever bit', () => {
  const metadata = cardMetadata(card);
  const text = Buffer.from(metadata.graphsam!);
  const file = Buffer.from(modelWith(metadata));
  const start = file.indexOf(text);
  for (let bit = 8 * start; bit < 8 * (start + text.length); bit += 3) {
    const damaged = Uint8Array.from(file);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assert.throws(() => readModelCard(damaged, 'model.onnx'), CheckpointError, `bit ${bit}`);
  }
});

test('a model file of graphsam 0.1.0 has no checksum of its description, and is read', () => {
  const { graphsam } = cardMetadata(card);
  assert.deepEqual(readModelCard(modelWith({ graphsam: graphsam! }), 'model.onnx'), card);
});

test('files that are no model of ours are named for what they are', () => {
  const cases: [file: Uint8Array, what: RegExp, code?: ErrorCode][] = [
    [new Uint8Array(), /empty/],
    [Buffer.from('PK\u0003\u0004...'), /PyTorch or zip/],
    [Buffer.from([0x80, 2, 0x7d]), /pickle/],
    [Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]), /safetensors/],
    [Buffer.from('smiles,y\nCCO,1\n'), /\btext\b/],
    [Buffer.from([8, 8, 0x3a, 200, 1, 0]), /truncated/],
    [modelWith({}), /ONNX.*graphsam/],
    [modelWith({ graphsam: '{' }), /description/, 'model-damaged'],
    [modelWith({ graphsam: 'null' }), /description/, 'model-damaged'],
    [modelWith({ graphsam: '{"format":1}' }), /\(version/, 'model-damaged'],
    [modelWith({ graphsam: '{"format":9,"version":"9.0.0"}' }), /graphsam 9\.0\.0 .*\b9\b/, 'newer-format'],
  ];
  for (const [file, what, code = 'not-a-model'] of cases) {
    assert.throws(() => readModelCard(file, 'x.onnx'), { name: 'CheckpointError', code, where: 'x.onnx', what });
  }
});

test('a padded network of format 5 is refused, others are read', () => {
  const withSettings = (settings: object): Uint8Array =>
    modelWith({ graphsam: JSON.stringify({ ...card, format: 5, settings }) });
  assert.equal(readModelCard(withSettings({ readoutPadding: 'none' }), 'old.onnx').format, modelCardFormat);
  const refused = { name: 'CheckpointError', code: 'former-padding', where: 'old.onnx' };
  assert.throws(() => readModelCard(withSettings({ readoutPadding: 'maxAtoms' }), 'old.onnx'), refused);
});

test('files of formats 1 and 2 were read with the atoms as written', () => {
  const { atomOrder: _order, ...former } = card;
  for (const format of [1, 2]) {
    const file = modelWith({ graphsam: JSON.stringify({ ...former, format }) });
    const read = readModelCard(file, 'old.onnx');
    assert.equal(read.atomOrder, 'as-written');
    assert.equal(read.format, modelCardFormat);
  }
});
