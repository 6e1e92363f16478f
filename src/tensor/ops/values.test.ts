/** What each operator computes, by examples small enough to check by eye; all of them run in one program. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { evaluate, numbersOf } from '../../../test/evaluate-tensors.ts';
import * as t from '../index.ts';

const real = (shape: readonly number[], ...values: number[]): t.Tensor => t.constant('float32', shape, values);
const whole = (shape: readonly number[], ...values: number[]): t.Tensor => t.constant('int64', shape, values);
const row = real([3], -1, 0, 2);
const column = real([2, 1], 10, 20);
const matrix = real([2, 3], 1, 2, 3, 4, 5, 6);
const isPositive = t.greater(row, t.scalar(row, 0));

interface Example {
  readonly result: t.Tensor;
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

const examples: Record<string, Example> = {
  'abs, negate and sign of numbers of both signs and zero': {
    result: t.concat([t.abs(row), t.negate(row), t.sign(row)], 0),
    dims: [9],
    values: [1, 0, 2, 1, 0, -2, -1, 0, 1],
  },
  'add broadcasts': { result: t.add(row, column), dims: [2, 3], values: [9, 10, 12, 19, 20, 22] },
  'subtract broadcasts': { result: t.subtract(row, column), dims: [2, 3], values: [-11, -10, -8, -21, -20, -18] },
  'multiply broadcasts': { result: t.multiply(row, column), dims: [2, 3], values: [-10, 0, 20, -20, 0, 40] },
  'divide broadcasts': { result: t.divide(row, column), dims: [2, 3], values: [-0.1, 0, 0.2, -0.05, 0, 0.1] },
  'maximum of each pair': { result: t.maximum(row, real([], 0.5)), dims: [3], values: [0.5, 0.5, 2] },
  'minimum of each pair': { result: t.minimum(row, real([], 0.5)), dims: [3], values: [-1, 0, 0.5] },
  'exp, log and sqrt': {
    result: t.concat([t.exp(row), t.log(real([2], 1, Math.E)), t.sqrt(real([2], 0, 9))], 0),
    dims: [7],
    values: [Math.exp(-1), 1, Math.exp(2), 0, 1, 0, 3],
  },
  'sigmoid and tanh': {
    result: t.concat([t.sigmoid(row), t.tanh(row)], 0),
    dims: [6],
    values: [1 / (1 + Math.E), 0.5, 1 / (1 + Math.exp(-2)), Math.tanh(-1), 0, Math.tanh(2)],
  },
  'erf, from tables': { result: t.erf(row), dims: [3], values: [-0.8427008, 0, 0.9953223] },
  'mish, small, large and beyond the range of exp': {
    result: t.mish(real([4], -1, 0, 2, 200)),
    dims: [4],
    values: [-Math.tanh(Math.log1p(Math.exp(-1))), 0, 2 * Math.tanh(Math.log1p(Math.exp(2))), 200],
  },
  'softmax over the last axis': {
    result: t.softmax(real([2, 2], 0, Math.log(3), 5, 5)),
    dims: [2, 2],
    values: [0.25, 0.75, 0.5, 0.5],
  },
  'l2Norm of each row': { result: t.l2Norm(real([2, 2], 3, 4, 0, 0)), dims: [2, 1], values: [5, 0] },
  'standardizeRows with n - 1 in the deviation': {
    result: t.standardizeRows(real([2, 3], 1, 2, 3, 7, 7, 7), 1),
    dims: [2, 3],
    values: [-0.5, 0, 0.5, 0, 0, 0],
  },
  'sum over one axis, kept': { result: t.sum(matrix, [-1], { keepDims: true }), dims: [2, 1], values: [6, 15] },
  'sum over the other': { result: t.sum(matrix, [0]), dims: [3], values: [5, 7, 9] },
  'sum over everything': { result: t.sum(matrix), dims: [], values: [21] },
  'broadcastTo repeats': { result: t.broadcastTo(column, [2, 3]), dims: [2, 3], values: [10, 10, 10, 20, 20, 20] },
  'cast of truth values': { result: t.cast(isPositive, 'float32'), dims: [3], values: [0, 0, 1] },
  'equal where equal': {
    result: t.cast(t.equal(row, real([], 2)), 'int32'),
    dims: [3],
    values: [0, 0, 1],
  },
  'select by a condition': { result: t.select(isPositive, row, real([], 7)), dims: [3], values: [7, 7, 2] },
  'concat along the last axis': {
    result: t.concat([matrix, column], -1),
    dims: [2, 4],
    values: [1, 2, 3, 10, 4, 5, 6, 20],
  },
  'slice of an axis': { result: t.slice(matrix, -1, 1, 3), dims: [2, 2], values: [2, 3, 5, 6] },
  'fill and scalar': {
    result: t.add(t.fill('float32', [2, 1], 3), t.scalar(matrix, 0.5)),
    dims: [2, 1],
    values: [3.5, 3.5],
  },
  'reshape keeps the order': { result: t.reshape(matrix, [3, 2]), dims: [3, 2], values: [1, 2, 3, 4, 5, 6] },
  'transpose of three axes': {
    result: t.transpose(t.reshape(matrix, [1, 2, 3]), [2, 0, 1]),
    dims: [3, 1, 2],
    values: [1, 4, 2, 5, 3, 6],
  },
  'swapLastAxes of a matrix': { result: t.swapLastAxes(matrix), dims: [3, 2], values: [1, 4, 2, 5, 3, 6] },
  'matmul over a batch that broadcasts': {
    result: t.matmul(t.reshape(matrix, [2, 1, 3]), t.reshape(row, [3, 1])),
    dims: [2, 1, 1],
    values: [5, 8],
  },
  'gemm with a bias': {
    result: t.gemm(matrix, real([3, 2], 1, 0, 0, 1, 0, 0), { bias: real([2], 100, 200) }),
    dims: [2, 2],
    values: [101, 202, 104, 205],
  },
  'gemm with both sides transposed': {
    result: t.gemm(matrix, real([1, 2], 1, -1), { transposeLeft: true, transposeRight: true }),
    dims: [3, 1],
    values: [-3, -3, -3],
  },
  'takeRows by an index of two axes': {
    result: t.takeRows(matrix, whole([2, 1], 1, 0)),
    dims: [2, 1, 3],
    values: [4, 5, 6, 1, 2, 3],
  },
  'permuteRows with an empty place': {
    result: t.permuteRows(matrix, whole([3], 1, -1, 0), whole([2], 2, 0), {
      everyTargetFilled: false,
      everyRowUsed: true,
    }),
    dims: [3, 3],
    values: [4, 5, 6, 0, 0, 0, 1, 2, 3],
  },
  'scatterAdd of two updates to one row': {
    result: t.scatterAdd(matrix, whole([2], 1, 1), t.add(matrix, matrix)),
    dims: [2, 3],
    values: [1, 2, 3, 14, 19, 24],
  },
  'scatterAdd into a flat table': {
    result: t.scatterAdd(row, whole([4], 0, 2, 2, 0), real([4], 1, 2, 3, 4)),
    dims: [3],
    values: [4, 0, 7],
  },
  'segmentMax of each column': {
    result: t.segmentMax(matrix, whole([1, 2], 0, 1), real([1, 2], 1, 1)),
    dims: [1, 3],
    values: [4, 5, 6],
  },
};

test('every example gives the values that stand beside it', async () => {
  const tensors = Object.entries(examples).map(([name, { result }]): [string, t.Tensor] => [name, result]);
  const results = await evaluate(Object.fromEntries(tensors));
  for (const [label, { dims, values }] of Object.entries(examples)) {
    assert.deepEqual(results[label]!.dims, dims, label);
    assertClose(numbersOf(results[label]!), values, { absolute: 1e-6, relative: 1e-6, label });
  }
});

test('where the two are equal, the gradient of maximum and minimum goes to the left one', async () => {
  const [left, right] = [real([2], 1, 1), real([2], 1, 1)];
  const loss = t.sum(t.add(t.maximum(left, right), t.minimum(left, right)));
  const [ofLeft, ofRight] = t.gradients(loss, [left, right]);
  const results = await evaluate({ ofLeft: ofLeft!, ofRight: ofRight! });
  assert.deepEqual(
    [numbersOf(results.ofLeft!), numbersOf(results.ofRight!)],
    [
      [2, 2],
      [0, 0],
    ],
  );
});

test('rows that tie for the largest of their segment share the gradient', async () => {
  const rows = real([3, 1], 5, 5, 1);
  const [ofRows] = t.gradients(t.sum(t.segmentMax(rows, whole([1, 3], 0, 1, 2), real([1, 3], 1, 1, 1))), [rows]);
  assert.deepEqual(numbersOf((await evaluate({ ofRows: ofRows! })).ofRows!), [0.5, 0.5, 0]);
});

test('abs, l2Norm and standardizeRows have finite gradients where they have a corner', async () => {
  const flat = real([2, 2], 0, 0, 3, 3);
  const losses = [t.abs(flat), t.l2Norm(flat), t.standardizeRows(flat, 1e-6)].map((each) => t.sum(each));
  const gradients = losses.map((loss) => t.gradients(loss, [flat])[0]!);
  const results = await evaluate(Object.fromEntries(gradients.map((each, index) => [`gradient${index}`, each])));
  for (const result of Object.values(results))
    assert.ok(numbersOf(result).every(Number.isFinite), `${numbersOf(result)}`);
  assert.deepEqual(numbersOf(results.gradient0!), [0, 0, 1, 1]);
});

test('erf in float64 reaches the last bits over its whole range', async () => {
  // Python 3.11, math.erf.
  const values = new Map([
    [-7.5, -1.0],
    [-3.2, -0.9999939742388483],
    [-1, -0.8427007929497149],
    [-0.46875, -0.49261347321793797],
    [-0.3, -0.3286267594591274],
    [-1e-9, -1.1283791670955127e-9],
    [0, 0.0],
    [0.0001, 0.00011283791633342487],
    [0.2, 0.22270258921047847],
    [0.46876, 0.4926225311068465],
    [0.9, 0.7969082124228322],
    [2.5, 0.999593047982555],
    [4.1, 0.9999999932999724],
    [5.9, 0.9999999999999999],
    [6.5, 1.0],
    [40, 1.0],
  ]);
  const { result } = await evaluate({ result: t.erf(t.constant('float64', [values.size], [...values.keys()])) });
  const found = numbersOf(result!);
  [...values].forEach(([x, expected], index) => {
    const apart = Math.abs(found[index]! - expected);
    assert.ok(apart <= 1e-15 * Math.abs(expected), `erf(${x}) is ${found[index]} instead of ${expected}`);
  });
});
