import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { elementwise, plainElementwise, plainRowwise, rowwise } from './elementwise.ts';
import { compileSimd } from './formula.simd.ts';
import {
  absolute,
  add,
  divide,
  type Formula,
  maximum,
  minimum,
  multiply,
  negate,
  squareRoot,
  subtract,
} from './formula.ts';

/** Uses every operation, a shared sub-term, two stores, and a store of a vector that another store reads. */
const everything: Formula<'first' | 'second' | 'third', 'factor' | 'bound'> = {
  vectors: ['first', 'second', 'third'],
  scalars: ['factor', 'bound'],
  result: ({ first, second, third }, { factor, bound }) => {
    const shared = add(multiply(factor, first), negate(second));
    const clamped = maximum(negate(bound), minimum(bound, subtract(shared, third)));
    return { first: divide(clamped, add(squareRoot(absolute(first)), factor)), second: shared };
  },
  sumOfProducts: ({ first, third }, { factor }) => [subtract(multiply(factor, first), third), first],
};

const float32 = fc.float({ noDefaultInfinity: true, noNaN: false });

describe('elementwise formulas', () => {
  test('give the same float32 numbers, bit for bit, with SIMD and without', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(float32, float32, float32), { maxLength: 70 }),
        float32,
        float32,
        (rows, factor, bound) => {
          const vectors = () => ({
            first: Float32Array.from(rows, ([value]) => value),
            second: Float32Array.from(rows, ([, value]) => value),
            third: Float32Array.from(rows, ([, , value]) => value),
          });
          const fast = vectors();
          const plain = vectors();
          const sum = elementwise(everything)(fast, { factor, bound });
          assert.equal(sum, plainElementwise(everything)(plain, { factor, bound }));
          assert.deepEqual(fast, plain);
        },
      ),
    );
  });

  test('are equal over many blocks, the last one not full', () => {
    const size = 3 * 16384 + 5;
    const vectors = () => ({
      first: Float32Array.from({ length: size }, (_, index) => Math.sin(index)),
      second: Float32Array.from({ length: size }, (_, index) => Math.cos(index) * 3),
      third: Float32Array.from({ length: size }, (_, index) => (index % 7) - 3),
    });
    const fast = vectors();
    const plain = vectors();
    const sum = elementwise(everything)(fast, { factor: 0.3, bound: 1.5 });
    assert.equal(sum, plainElementwise(everything)(plain, { factor: 0.3, bound: 1.5 }));
    assert.deepEqual(fast, plain);
  });

  test('are equal row by row too, whatever the length of a row, and do what they do on each row alone', () => {
    const value = fc.float({ min: -4, max: 4, noNaN: true });
    const shape = fc.record({ rows: fc.integer({ max: 6, min: 1 }), rowLength: fc.integer({ max: 40, min: 1 }) });
    const drawn = shape.chain(({ rows, rowLength }) =>
      fc.record({
        rowLength: fc.constant(rowLength),
        columns: fc.array(fc.tuple(value, value, value), { minLength: rows * rowLength, maxLength: rows * rowLength }),
        scalars: fc.array(fc.tuple(value, value), { minLength: rows, maxLength: rows }),
      }),
    );
    fc.assert(
      fc.property(drawn, ({ rowLength, columns, scalars }) => {
        const vectors = () => ({
          first: Float32Array.from(columns, ([each]) => each),
          second: Float32Array.from(columns, ([, each]) => each),
          third: Float32Array.from(columns, ([, , each]) => each),
        });
        const ofRows = { factor: scalars.map(([each]) => each), bound: scalars.map(([, each]) => each) };
        const [fast, plain, single] = [vectors(), vectors(), vectors()];
        const sums = rowwise(everything)(fast, ofRows, rowLength);
        assert.deepEqual(sums, plainRowwise(everything)(plain, ofRows, rowLength));
        assert.deepEqual(fast, plain);
        scalars.forEach(([factor, bound], row) => {
          const cut = (vector: Float32Array) => vector.subarray(row * rowLength, (row + 1) * rowLength);
          const views = { first: cut(single.first), second: cut(single.second), third: cut(single.third) };
          assert.equal(elementwise(everything)(views, { factor, bound }), sums[row]);
        });
        assert.deepEqual(single, fast);
      }),
    );
  });

  test('sum rows longer than a block', () => {
    const [rows, rowLength] = [3, 20000];
    const first = Float32Array.from({ length: rows * rowLength }, (_, index) => Math.floor(index / rowLength) + 1);
    const sums = rowwise({
      vectors: ['first'],
      scalars: ['factor'],
      result: (v, s) => ({ first: multiply(s.factor, v.first) }),
      sumOfProducts: (v) => [v.first, v.first],
    })({ first }, { factor: [2, 3, 4] }, rowLength);
    assert.deepEqual([...sums], [rowLength, 4 * rowLength, 9 * rowLength]);
    assert.deepEqual([first[0], first[rowLength], first[3 * rowLength - 1]], [2, 6, 12]);
  });

  test('refuse rows that do not divide the vectors, and scalars that are not one a row', () => {
    const scaled = rowwise({
      vectors: ['vector'],
      scalars: ['factor'],
      result: (v, s) => ({ vector: multiply(s.factor, v.vector) }),
    });
    const vector = new Float32Array(12);
    assert.throws(() => scaled({ vector }, { factor: [1, 2] }, 5), { code: 'shape-mismatch', what: /\b12\b.*\b5\b/ });
    assert.throws(() => scaled({ vector }, { factor: [1, 2] }, 4), {
      code: 'shape-mismatch',
      what: /\b2\b.*\bfactor\b/,
    });
  });

  test('run as WebAssembly here, so that the comparison is of two versions', () => {
    const first = { kind: 'vector', name: 'first' } as const;
    const plan = {
      vectors: ['first'],
      scalars: [],
      terms: [first],
      stores: [{ vector: 'first', term: first }],
      sum: undefined,
    };
    assert.ok(compileSimd(plan));
  });

  test('keep float64 where the vectors are float64', () => {
    const first = Float64Array.of(1, 1e-17);
    const sum = elementwise({
      vectors: ['first'],
      scalars: ['one'],
      result: (v, s) => ({ first: add(v.first, s.one) }),
    });
    sum({ first }, { one: 2 ** -50 });
    assert.deepEqual(first, Float64Array.of(1 + 2 ** -50, 1e-17 + 2 ** -50));
  });

  test('may write a vector that they read under another name', () => {
    const shared = Float32Array.of(1, 2, 3);
    const combine = elementwise({
      vectors: ['result', 'left', 'right'],
      scalars: [],
      result: ({ left, right }) => ({ result: add(left, multiply(right, right)) }),
    });
    combine({ result: shared, left: shared, right: shared }, {});
    assert.deepEqual(shared, Float32Array.of(2, 6, 12));
  });

  test('refuse vectors of different length or precision, naming both', () => {
    const sum = elementwise({
      vectors: ['left', 'right'],
      scalars: [],
      result: (v) => ({ left: add(v.left, v.right) }),
    });
    assert.throws(() => sum({ left: new Float32Array(3), right: new Float32Array(4) }, {}), {
      code: 'shape-mismatch',
      what: /\bleft \(Float32Array of 3\).*\bright \(Float32Array of 4\)/,
    });
    assert.throws(() => sum({ left: new Float32Array(3), right: new Float64Array(3) }, {}), { name: 'ShapeError' });
  });
});
