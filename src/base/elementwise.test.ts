import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  absolute,
  add,
  divide,
  elementwise,
  type Formula,
  maximum,
  minimum,
  multiply,
  negate,
  plainElementwise,
  squareRoot,
  subtract,
} from './elementwise.ts';
import { compileSimd } from './vector.simd.ts';

/** Uses every operation, a shared sub-term, two stores, and a store of a vector that another store reads. */
const everything: Formula<'first' | 'second' | 'third', 'factor' | 'bound'> = {
  vectors: ['first', 'second', 'third'],
  scalars: ['factor', 'bound'],
  result: ({ first, second, third }, { factor, bound }) => {
    const shared = add(multiply(factor, first), negate(second));
    const clamped = maximum(negate(bound), minimum(bound, subtract(shared, third)));
    return { first: divide(clamped, add(squareRoot(absolute(first)), factor)), second: shared };
  },
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
          elementwise(everything)(fast, { factor, bound });
          plainElementwise(everything)(plain, { factor, bound });
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
    elementwise(everything)(fast, { factor: 0.3, bound: 1.5 });
    plainElementwise(everything)(plain, { factor: 0.3, bound: 1.5 });
    assert.deepEqual(fast, plain);
  });

  test('run as WebAssembly here, so that the comparison is of two versions', () => {
    const first = { kind: 'vector', name: 'first' } as const;
    const plan = { vectors: ['first'], scalars: [], terms: [first], stores: [{ vector: 'first', term: first }] };
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
      name: 'ShapeError',
      message: /left \(Float32Array of 3\) and right \(Float32Array of 4\) do not fit/,
    });
    assert.throws(() => sum({ left: new Float32Array(3), right: new Float64Array(3) }, {}), { name: 'ShapeError' });
  });
});
