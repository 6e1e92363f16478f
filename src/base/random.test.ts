import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
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

  test('fills equally likely intervals equally (chi-square, 100 intervals)', () => {
    const bins = 100;
    const counts = new Float64Array(bins);
    for (const value of draws(2)) counts[Math.min(bins - 1, Math.floor(normalDistribution(value) * bins))]! += 1;
    const expected = count / bins;
    const chiSquare = counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    assert.ok(chiSquare > 45 && chiSquare < 180, `chi-square ${chiSquare} on 99 degrees of freedom`);
  });

  test('has the tails of the normal distribution, on both sides, beyond the last layer too', () => {
    const vector = draws(3);
    for (const border of [2, 3, 3.6541528853610088, 4.2]) {
      for (const side of [-1, 1]) {
        const share = vector.filter((value) => side * value > border).length / count;
        const expected = normalDistribution(-border);
        const tolerance = 5 * Math.sqrt(expected / count);
        assert.ok(Math.abs(share - expected) < tolerance, `beyond ${side * border}: ${share}, expected ${expected}`);
      }
    }
  });

  test('neighbours are not correlated', () => {
    const vector = draws(4);
    for (const lag of [1, 2, 7]) {
      let sum = 0;
      for (let index = lag; index < count; index++) sum += vector[index]! * vector[index - lag]!;
      assert.ok(Math.abs(sum / count) < 5 / Math.sqrt(count), `lag ${lag}: ${sum / count}`);
    }
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
