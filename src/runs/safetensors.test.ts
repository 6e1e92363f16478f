import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CheckpointError } from '../base/errors.ts';
import { readSafetensors, type SafetensorsFile, type StoredTensor, writeSafetensors } from './safetensors.ts';

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
const tensor = fc.tuple(
  shape,
  fc.constantFrom(Float32Array, Float64Array, BigInt64Array),
  fc.infiniteStream(fc.double()),
);
const storedTensor = tensor.map(([dims, Type, numbers]): StoredTensor => {
  const size = dims.reduce((product, length) => product * length, 1);
  const values = Array.from({ length: size }, () => numbers.next().value as number);
  if (Type === BigInt64Array) {
    return { shape: dims, data: BigInt64Array.from(values, (value) => BigInt(Math.trunc(value % 1e9) || 0)) };
  }
  return { shape: dims, data: Type === Float32Array ? Float32Array.from(values) : Float64Array.from(values) };
});
const name = fc.string().filter((text) => text !== '__metadata__' && text !== '__proto__');
const anyFile = fc.record({
  tensors: fc.dictionary(name, storedTensor, { maxKeys: 4, noNullPrototype: true }),
  metadata: fc.dictionary(name, fc.string(), { maxKeys: 3, noNullPrototype: true }),
});

test('what was written is read back, bit for bit', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      // As files are read: a Buffer is a view into memory that it shares with others.
      const read = readSafetensors(Buffer.from(writeSafetensors(file)), 'test');
      assert.deepEqual(read.metadata, file.metadata);
      assert.deepEqual(Object.keys(read.tensors).sort(), Object.keys(file.tensors).sort());
      for (const [key, { shape: dims, data }] of Object.entries(file.tensors)) {
        assert.deepEqual(read.tensors[key]!.shape, dims);
        assert.deepEqual(read.tensors[key]!.data, data);
      }
    }),
  );
});

test('an empty tensor may share its offset with the next one, whatever the order of the names', () => {
  const tensors = {
    '0': { shape: [], data: Float32Array.of(1) },
    empty: { shape: [0], data: new Float64Array() },
  };
  const read = readSafetensors(writeSafetensors({ tensors, metadata: {} }), 'test');
  assert.deepEqual(read.tensors['0']!.data, Float32Array.of(1));
  assert.deepEqual(read.tensors.empty!.shape, [0]);
});

const small: SafetensorsFile = {
  tensors: { weight: { shape: [2], data: Float32Array.of(1, -2) } },
  metadata: { format: 'test' },
};

test('the bytes are those that the format describes', () => {
  const header = '{"__metadata__":{"format":"test"},"weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const expected = Buffer.concat([
    Buffer.from(BigUint64Array.of(BigInt(padded.length)).buffer),
    Buffer.from(padded),
    Buffer.from(Float32Array.of(1, -2).buffer),
  ]);
  assert.deepEqual(Buffer.from(writeSafetensors(small)), expected);
});

test('a file cut off anywhere is refused as damaged', () => {
  const whole = writeSafetensors(small);
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => readSafetensors(whole.slice(0, length), 'run/checkpoint.safetensors'), CheckpointError);
  }
});

const withHeader = (text: string, dataBytes: number): Uint8Array =>
  Buffer.concat([
    Buffer.from(BigUint64Array.of(BigInt(Buffer.byteLength(text))).buffer),
    Buffer.from(text),
    Buffer.alloc(dataBytes),
  ]);

test('foreign and contradictory files are refused with the file named', () => {
  const cases: [Uint8Array, RegExp][] = [
    [Buffer.from('PK\u0003\u0004 a zip archive, as PyTorch writes it'), /a.bin: it is not a safetensors file/],
    [withHeader('{"x":', 0), /header cannot be read/],
    [withHeader('{"x":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}', 2), /element type BF16/],
    [withHeader('{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', 8), /8 bytes, its shape needs 12/],
    [withHeader('{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4), /no usable shape/],
    [withHeader('{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8), /begins at 4, expected 0/],
    [withHeader('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 8), /4 bytes follow the last tensor/],
    [withHeader('{"__metadata__":{"x":1}}', 0), /not a table of texts/],
    [withHeader('{"x":null}', 0), /element type undefined/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(
      () => readSafetensors(bytes, 'a.bin'),
      (error: unknown) => {
        assert.ok(error instanceof CheckpointError);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});
