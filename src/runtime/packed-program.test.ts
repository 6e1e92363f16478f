/** Weights and gradients that travel as one array give what they give one by one, bit for bit. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  add,
  decodeModel,
  encodeModel,
  gemm,
  gradients,
  input,
  lower,
  multiply,
  packTransfers,
  sum,
  tanh,
} from '../tensor/index.ts';
import { loadRuntime } from './onnxruntime.node.ts';
import { packedProgram } from './packed-program.ts';
import type { Feeds, Program, Value } from './program.ts';

const runtime = await loadRuntime({ backend: 'native' });
const [x, w, b, shift] = [
  input('x', 'float32', ['atoms', 4]),
  input('w', 'float32', [4, 3]),
  input('b', 'float32', [3]),
  input('shift', 'float32', []),
];
const rows = add(tanh(gemm(x, w, { bias: b })), shift);
const loss = sum(multiply(rows, rows));
const [ofW, ofB] = gradients(loss, [w, b]);
const model = lower({ loss, rows, ofW: ofW!, ofB: ofB! });
const packed = packTransfers(decodeModel(model).graph);
const plain = await runtime.load(model, { threads: 1 });
const together = await openPacked();
after(() => Promise.all([plain.release(), together.release()]));

async function openPacked(): Promise<Program> {
  const bytes = encodeModel({ graph: packed.graph, metadata: {} });
  const { inputNames, outputNames } = plain;
  return packedProgram(await runtime.load(bytes, { threads: 1 }), packed, { name: 'a step', inputNames, outputNames });
}

function feedsFrom(start: number): Record<string, Value> {
  const filled = (...dims: number[]): Value => {
    const size = dims.reduce((product, length) => product * length, 1);
    return { type: 'float32', dims, data: Float32Array.from({ length: size }, (_, at) => Math.sin(start + at)) };
  };
  return { x: filled(2, 4), w: filled(4, 3), b: filled(3), shift: filled() };
}

test('arrays of fixed shape are packed, the others and scalar inputs are not', () => {
  assert.deepEqual(
    packed.inputs.map(({ name, offset, size }) => [name, offset, size]),
    [
      ['w', 0, 12],
      ['b', 12, 3],
    ],
  );
  assert.deepEqual(packed.outputs.map(({ name }) => name).sort(), ['loss', 'ofB', 'ofW']);
  assert.deepEqual(new Set(packed.graph.inputs.map(({ name }) => name)), new Set(['x', 'shift', 'packed_inputs']));
  assert.deepEqual([...together.inputNames].sort(), ['b', 'shift', 'w', 'x']);
});

test('results are those of the arrays one by one, into given memory and into new', async () => {
  const expected = await plain.run(feedsFrom(0.4));
  assert.deepEqual(await together.run(feedsFrom(0.4)), expected);
  const flat = new Float32Array(16).fill(-7);
  const into: Feeds = { ofW: { type: 'float32', dims: [4, 3], data: flat.subarray(2, 14) } };
  const results = await together.run(feedsFrom(0.4), into);
  assert.equal(results.ofW, into.ofW);
  assert.deepEqual(flat.subarray(2, 14), expected.ofW!.data);
  assert.deepEqual([flat[0], flat[1], flat[14], flat[15]], [-7, -7, -7, -7]);
});

test('runs that overlap do not share what travels', async () => {
  const starts = [0.1, 1.1, 2.1];
  const results = await Promise.all(starts.map((start) => together.run(feedsFrom(start))));
  for (const [index, start] of starts.entries()) assert.deepEqual(results[index], await plain.run(feedsFrom(start)));
});

test('an array that is missing or of another size is named', async () => {
  const { w: _, ...without } = feedsFrom(0);
  await assert.rejects(together.run(without), { code: 'computation-inputs', where: 'inputs of a step', what: /\bw$/ });
  const short = { ...feedsFrom(0), b: { type: 'float32', dims: [2], data: new Float32Array(2) } as const };
  await assert.rejects(together.run(short), {
    code: 'computation-inputs',
    where: 'inputs of a step',
    what: /^b .*\b2\b.*\[3\]/,
  });
});
