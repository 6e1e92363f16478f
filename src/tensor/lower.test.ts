/** What lowering puts into a model and what it leaves out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, numbersOf, value } from '../../test/evaluate-tensors.ts';
import { CheckpointError, ShapeError } from '../base/errors.ts';
import * as t from './index.ts';

const x = t.input('x', 'float32', ['atoms', 3]);

test('a small computation with its gradient is lowered to these nodes', () => {
  const weight = t.input('weight', 'float32', [3, 2]);
  const loss = t.sum(t.tanh(t.gemm(x, weight)));
  const [ofWeight] = t.gradients(loss, [weight]);
  assert.equal(
    t.printModel(t.lowerToModel({ loss, ofWeight: ofWeight! }, { metadata: { tasks: 'one' } })),
    `input x float32 [atoms, 3]
input weight float32 [3, 2]
constant_2 = int64 [2] 0 1
constant_4 = float32 [] 1
constant_5 = int64 [2] 1 1
constant_8 = int64 [1] 2
Gemm_0 = Gemm(x, weight, transA=0, transB=0)
Tanh_1 = Tanh(Gemm_0)
loss = ReduceSum(Tanh_1, constant_2, keepdims=0)
Reshape_6 = Reshape(constant_4, constant_5, allowzero=1)
Shape_7 = Shape(x, start=0, end=1)
Concat_9 = Concat(Shape_7, constant_8, axis=0)
Expand_10 = Expand(Reshape_6, Concat_9)
Mul_11 = Mul(Tanh_1, Tanh_1)
Sub_12 = Sub(constant_4, Mul_11)
Mul_13 = Mul(Expand_10, Sub_12)
ofWeight = Gemm(x, Mul_13, transA=1, transB=0)
output loss float32 []
output ofWeight float32 [3, 2]
metadata tasks = one`,
  );
});

test('equal nodes and equal constants are emitted once, also when they were built apart', () => {
  const build = () => t.multiply(t.exp(x), t.constant('float32', [], [2]));
  const { graph } = t.lowerToModel({ twice: t.add(build(), build()) });
  assert.deepEqual(
    graph.nodes.map(({ opType }) => opType),
    ['Exp', 'Mul', 'Add'],
  );
  assert.equal(graph.initializers.size, 1);
});

test('constants that differ in type, shape or the sign of zero are kept apart', async () => {
  const zero = (value: number) => t.divide(t.constant('float32', [], [1]), t.constant('float32', [], [value]));
  const { plus, minus, wide } = await evaluate({
    plus: zero(0),
    minus: zero(-0),
    wide: t.constant('float32', [1], [0]),
  });
  assert.deepEqual([numbersOf(plus!), numbersOf(minus!)], [[Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]]);
  assert.deepEqual(wide!.dims, [1]);
});

test('nodes and inputs that no output needs are left out', () => {
  const unused = t.exp(t.input('unused', 'float32', [4]));
  t.add(x, t.sum(unused));
  const { graph } = t.lowerToModel({ y: t.negate(x) });
  assert.deepEqual(
    graph.inputs.map(({ name }) => name),
    ['x'],
  );
  assert.equal(graph.nodes.length, 1);
});

test('one tensor may be several outputs, and an input or a constant may be one', async () => {
  const twice = t.multiply(x, t.scalar(x, 2));
  const feeds = { x: value('float32', [1, 3], [1, 2, 3]) };
  const results = await evaluate(
    { a: twice, b: twice, c: x, d: t.constant('int64', [2], [4, 5]), e: t.abs(twice) },
    feeds,
  );
  assert.deepEqual(Object.values(results).map(numbersOf), [
    [2, 4, 6],
    [2, 4, 6],
    [1, 2, 3],
    [4, 5],
    [2, 4, 6],
  ]);
});

test('generated names avoid those of inputs and outputs', async () => {
  const odd = t.input('Exp_0', 'float32', [1]);
  const results = await evaluate(
    { Exp_2: t.add(t.exp(odd), t.scalar(odd, 1)), constant_3: t.negate(odd) },
    { Exp_0: value('float32', [1], [0]) },
  );
  assert.deepEqual([numbersOf(results.Exp_2!), numbersOf(results.constant_3!)], [[2], [-0]]);
});

test('two inputs of one name, and an output named as an input, are refused', () => {
  const other = t.input('x', 'float32', ['atoms', 3]);
  assert.throws(() => t.lower({ y: t.add(x, other) }), {
    code: 'shape-mismatch',
    where: 'lower',
    what: /x \[atoms, 3\] float32/,
  });
  assert.throws(() => t.lower({ x: t.exp(x) }), ShapeError);
});

test('given weights are put inside, those that nothing needs are not', async () => {
  const weight = t.input('weight', 'float32', [3]);
  const initializers = new Map<string, t.OnnxTensor>([
    ['weight', { type: 'float32', dims: [3], data: Float32Array.of(1, 10, 100) }],
    ['other', { type: 'float32', dims: [1], data: Float32Array.of(1) }],
  ]);
  const { graph } = t.lowerToModel({ y: t.multiply(x, weight) }, { initializers });
  assert.deepEqual(
    graph.inputs.map(({ name }) => name),
    ['x'],
  );
  assert.deepEqual([...graph.initializers.keys()], ['weight']);
  const wrong = new Map(initializers).set('weight', { type: 'float32', dims: [2], data: Float32Array.of(1, 2) });
  assert.throws(() => t.lower({ y: t.multiply(x, weight) }, { initializers: wrong }), {
    code: 'shape-mismatch',
    where: 'lower',
    what: /weight \[3\] float32.*\[2\]/,
  });
});

test('products of symbols are lengths too', async () => {
  const pairs = t.reshape(t.input('pairs', 'float64', ['lanes', 'slots', 2]), ['2*lanes*slots']);
  const zeros = t.fill('float64', ['2*lanes*slots'], 3);
  const { y } = await evaluate({ y: t.add(pairs, zeros) }, { pairs: value('float64', [2, 1, 2], [1, 2, 3, 4]) });
  assert.deepEqual([y!.dims, numbersOf(y!)], [[4], [4, 5, 6, 7]]);
});

test('a symbol that is the length of no input is named', () => {
  assert.throws(() => t.lower({ y: t.fill('float32', ['bonds', 2], 0) }), {
    code: 'shape-mismatch',
    what: /"bonds" in \[bonds, 2\]/,
  });
});

test('a tensor on which the loss does not depend has gradient zero, of its shape', async () => {
  const other = t.input('other', 'float32', [2]);
  const [ofX, ofOther] = t.gradients(t.sum(t.multiply(x, x)), [x, other]);
  const { ofOther: zeros } = await evaluate(
    { ofX: ofX!, ofOther: ofOther! },
    { x: value('float32', [1, 3], [1, 2, 3]) },
  );
  assert.deepEqual(numbersOf(zeros!), [0, 0]);
});

test('metadata come back as they were given, and damaged files are no models', () => {
  const metadata = { tasks: 'logP, µ', empty: '', long: 'x'.repeat(1000) };
  const bytes = t.lower({ y: t.exp(x) }, { metadata });
  assert.deepEqual(t.readMetadata(bytes), metadata);
  assert.deepEqual(t.readMetadata(t.lower({ y: t.exp(x) })), {});
  const damaged = {
    empty: new Uint8Array(),
    'cut in its metadata': bytes.slice(0, -500),
    'cut in its graph': bytes.slice(0, 40),
    'a text': new TextEncoder().encode('smiles,target\nCCO,1\n'),
    'a page': new TextEncoder().encode('<!DOCTYPE html>'),
    zeros: new Uint8Array(64),
    'all bits set': new Uint8Array(64).fill(255),
  };
  for (const [kind, content] of Object.entries(damaged))
    assert.throws(() => t.readMetadata(content), CheckpointError, kind);
});

test('a computation of a hundred thousand operators does not overflow the stack', () => {
  let deep = t.sum(x);
  for (let count = 0; count < 1e5; count++) deep = t.negate(deep);
  const [gradient] = t.gradients(deep, [x]);
  assert.deepEqual(gradient!.shape, ['atoms', 3]);
  assert.ok(t.lower({ deep, gradient: gradient! }).length > 1e5);
});
