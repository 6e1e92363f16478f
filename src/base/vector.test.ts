import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addScaled, combine, distance, dot, norm, scale, weightedNorm, zeros } from './vector.ts';

const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 40 });
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) <= 1e-9 * (1 + Math.abs(expected)), `${actual}, expected ${expected}`);

describe('vector arithmetic', () => {
  test('sums products whatever the length', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const vector = Float64Array.from(values);
        const doubled = vector.map((value) => 2 * value);
        near(
          dot(vector, doubled),
          values.reduce((sum, value) => sum + 2 * value * value, 0),
        );
        near(norm(vector), Math.hypot(...values));
        near(distance(vector, doubled), Math.hypot(...values));
        near(weightedNorm(doubled, vector), Math.hypot(...values.map((value) => 2 * value * value)));
      }),
    );
  });

  test('takes norms of very small and very large numbers', () => {
    near(norm(Float64Array.of(3e-200, 4e-200)) * 1e200, 5);
    near(norm(Float64Array.of(3e200, 4e200)) / 1e200, 5);
    assert.equal(norm(zeros(5, 'float32')), 0);
  });

  test('has a norm that is not finite exactly if an element is not', () => {
    assert.equal(norm(Float32Array.of(1, Number.POSITIVE_INFINITY)), Number.POSITIVE_INFINITY);
    assert.ok(Number.isNaN(norm(Float32Array.of(1, Number.NaN, 3))));
    assert.ok(Number.isFinite(norm(new Float32Array(100).fill(3e38))));
  });

  test('combines in place', () => {
    const vector = Float32Array.of(1, 2);
    addScaled({ result: vector, start: vector, direction: Float32Array.of(10, 20) }, { factor: 0.5 });
    assert.deepEqual(vector, Float32Array.of(6, 12));
    combine({ result: vector, left: vector, right: Float32Array.of(1, 1) }, { leftFactor: 2, rightFactor: -1 });
    assert.deepEqual(vector, Float32Array.of(11, 23));
    scale({ vector }, { factor: 2 });
    assert.deepEqual(vector, Float32Array.of(22, 46));
  });
});
