import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { stateWords } from './normals.plain.ts';
import { fillNormals, fillNormalsPlain } from './normals.ts';
import { RandomStream } from './random.ts';

const count = 1_000_000;

function draws(seed: number): Float64Array {
  const vector = new Float64Array(count);
  new RandomStream(seed, 'test').fillNormal(vector);
  return vector;
}

/** Distribution function of the standard normal (Abramowitz and Stegun 7.1.26, error below 1e-7). */
function normalDistribution(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = 0.5 * polynomial * Math.exp((-x * x) / 2);
  return x < 0 ? upper : 1 - upper;
}

describe('fillNormal', () => {
  test('has the moments of the standard normal distribution', () => {
    const vector = draws(1);
    const moment = (power: number): number => vector.reduce((sum, value) => sum + value ** power, 0) / count;
    // Five standard errors each: sqrt(variance of x^k / count).
    for (const [power, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
      [6, 15, 10_170],
    ] as const) {
      const tolerance = 5 * Math.sqrt(variance / count);
      assert.ok(
        Math.abs(moment(power) - expected) < tolerance,
        `moment ${power}: ${moment(power)}, expected ${expected}`,
      );
    }
  });

  test('has the distribution function of the normal distribution (Kolmogorov-Smirnov)', () => {
    const sorted = draws(6).sort();
    let farthest = 0;
    sorted.forEach((value, index) => {
      const expected = normalDistribution(value);
      farthest = Math.max(farthest, Math.abs((index + 1) / count - expected), Math.abs(index / count - expected));
    });
    // Exceeded by chance once in 10,000 times: sqrt(ln(2 / 1e-4) / 2) / sqrt(count).
    assert.ok(farthest < 2.23 / Math.sqrt(count), `distance ${farthest}`);
  });

  test('fills equally likely intervals equally (chi-square, 100 intervals)', () => {
    const bins = 100;
    const counts = new Float64Array(bins);
    for (const value of draws(2)) counts[Math.min(bins - 1, Math.floor(normalDistribution(value) * bins))]! += 1;
    const expected = count / bins;
    const chiSquare = counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    assert.ok(chiSquare > 45 && chiSquare < 180, `chi-square ${chiSquare} on 99 degrees of freedom`);
  });

  test('has the tails of the normal distribution, on both sides', () => {
    const vector = draws(3);
    for (const border of [2, 3, 3.7, 4.2]) {
      for (const side of [-1, 1]) {
        const share = vector.filter((value) => side * value > border).length / count;
        const expected = normalDistribution(-border);
        const tolerance = 5 * Math.sqrt(expected / count);
        assert.ok(Math.abs(share - expected) < tolerance, `beyond ${side * border}: ${share}, expected ${expected}`);
      }
    }
  });

  test('numbers near one another do not depend on one another, neither do their squares', () => {
    const vector = draws(4);
    const squares = vector.map((value) => (value * value - 1) / Math.SQRT2);
    // 4: the two numbers of one Box-Muller pair; 8: the same lane's next pair.
    for (const [what, values] of [
      ['numbers', vector],
      ['squares', squares],
    ] as const) {
      for (const lag of [1, 2, 3, 4, 5, 7, 8, 16, 4096]) {
        let sum = 0;
        for (let index = lag; index < count; index++) sum += values[index]! * values[index - lag]!;
        assert.ok(Math.abs(sum / count) < 5 / Math.sqrt(count), `${what}, lag ${lag}: ${sum / count}`);
      }
    }
  });

  test('one filling does not depend on the one before: pairs of them fill the plane evenly', () => {
    const stream = new RandomStream(7, 'test');
    const [fillings, length, bins] = [20_000, 16, 10];
    const counts = new Float64Array(bins * bins);
    let before = new Float64Array(length);
    stream.fillNormal(before);
    for (let filling = 0; filling < fillings; filling++) {
      const present = new Float64Array(length);
      stream.fillNormal(present);
      const bin = (value: number): number => Math.min(bins - 1, Math.floor(normalDistribution(value) * bins));
      present.forEach((value, index) => {
        counts[bin(before[index]!) * bins + bin(value)]! += 1;
      });
      before = present;
    }
    const expected = (fillings * length) / bins ** 2;
    const chiSquare = counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    assert.ok(chiSquare > 45 && chiSquare < 180, `chi-square ${chiSquare} on 99 degrees of freedom`);
  });

  test('makes the same numbers with SIMD and without, bit for bit, for every length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: stateWords, maxLength: stateWords }),
        fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 4090, max: 8200 })),
        (words, length) => {
          const [fast, plain, double] = [new Float32Array(length), new Float32Array(length), new Float64Array(length)];
          fillNormals(fast, Int32Array.from(words));
          fillNormalsPlain(plain, Int32Array.from(words));
          fillNormals(double, Int32Array.from(words));
          assert.deepEqual(fast, plain);
          assert.deepEqual(Float64Array.from(fast), double);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('gives finite numbers for the extreme draws of the generators', () => {
    // State 0 draws zeros for ever: the smallest uniform number, hence the largest radius; -1 begins with the other end.
    for (const word of [0, -1]) {
      const extreme = new Float32Array(64);
      fillNormalsPlain(extreme, new Int32Array(stateWords).fill(word));
      assert.ok(extreme.every((value) => Number.isFinite(value) && Math.abs(value) < 6.7));
    }
    const zeros = new Float32Array(8);
    fillNormalsPlain(zeros, new Int32Array(stateWords));
    assert.ok(Math.abs(zeros[0]! - Math.sqrt(64 * Math.LN2)) < 1e-6, `${zeros[0]}`);
  });

  test('continues from a saved state, in float32 as in float64', () => {
    const stream = new RandomStream(5, 'noise');
    stream.fillNormal(new Float32Array(1001));
    const state = stream.state();
    const first = new Float64Array(5000);
    stream.fillNormal(first);
    const again = new RandomStream(0, 'other');
    again.load(state);
    const second = new Float32Array(5000);
    again.fillNormal(second);
    assert.deepEqual(second, Float32Array.from(first));
    assert.equal(again.uint32(), stream.uint32());
  });
});
