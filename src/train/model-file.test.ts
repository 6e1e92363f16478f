import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CheckpointError } from '../base/errors.ts';
import { constant, lower } from '../tensor/index.ts';
import { readModelMetadata } from './model-file.ts';
import { encodeModelMetadata, type ModelMetadata } from './model-metadata.ts';

const metadata: ModelMetadata = {
  graphsam: '0.1.0',
  model: 'compt',
  settings: { layers: 3 },
  taskType: 'regression',
  tasks: ['log S (mol/l)', 'µ'],
  standardisation: { mean: [0.1, 2], std: [1.5, 3e-7] },
  features: 'compt 1',
  toolkit: 'RDKit 2026.09.1',
  maxAtoms: 99,
  largestFragment: false,
};
const modelWith = (texts: Record<string, string>): Uint8Array =>
  lower({ predictions: constant('float32', [1, 1], [2]) }, { metadata: texts });

test('what a model file says about itself is read back exactly', () => {
  assert.deepEqual(readModelMetadata(modelWith(encodeModelMetadata(metadata)), 'model.onnx'), metadata);
});

test('a model file that was cut off anywhere is refused', () => {
  const file = modelWith(encodeModelMetadata(metadata));
  for (let length = 0; length < file.length; length++) {
    assert.throws(() => readModelMetadata(file.slice(0, length), 'model.onnx'), CheckpointError, `${length} bytes`);
  }
});

test('files that are no model of ours are named for what they are', () => {
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /an empty file/],
    [Buffer.from('PK\u0003\u0004...'), /zip archive, as PyTorch/],
    [Buffer.from([0x80, 2, 0x7d]), /pickle/],
    [Buffer.from([0x1f, 0x8b, 8]), /gzip/],
    [Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]), /safetensors/],
    [Buffer.from('smiles,y\nCCO,1\n'), /a text file/],
    [modelWith({}), /not made by graphsam/],
    [modelWith({ ...encodeModelMetadata(metadata), 'graphsam.version': '2' }), /version 2, known is 1/],
    [modelWith({ ...encodeModelMetadata(metadata), 'graphsam.content': '{}' }), /damaged/],
    [Buffer.from([8, 8, 0x3a, 200, 1, 0]), /not an ONNX model, or damaged/],
  ];
  for (const [file, message] of cases) {
    assert.throws(
      () => readModelMetadata(file, 'x.onnx'),
      (error: unknown) => {
        assert.ok(error instanceof CheckpointError);
        assert.match(error.message, message);
        assert.match(error.message, /^x\.onnx: /);
        return true;
      },
    );
  }
});
