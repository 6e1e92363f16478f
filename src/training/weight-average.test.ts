import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomStream } from '../base/random.ts';
import { WeightAverage } from './weight-average.ts';

test('the average is the bias-corrected exponential one', () => {
  const stream = new RandomStream(1, 'weights');
  const decay = 0.9;
  const average = new WeightAverage(decay, new Float64Array(3));
  const seen = Array.from({ length: 7 }, () => Float64Array.from({ length: 3 }, () => stream.normal()));
  for (const [index, weights] of seen.entries()) {
    average.add(weights);
    const n = index + 1;
    for (let element = 0; element < 3; element++) {
      const sum = seen
        .slice(0, n)
        .reduce((total, each, i) => total + decay ** (n - 1 - i) * (1 - decay) * each[element]!, 0);
      assert.ok(Math.abs(average.weights[element]! - sum / (1 - decay ** n)) < 1e-14);
    }
  }
});

test('in float32 the average of equal weights is these weights, to the last bit', () => {
  const weights = Float32Array.of(0.1, -1 / 3, 5, 1e-3);
  for (const decay of [0.98, 0.9999]) {
    const average = new WeightAverage(decay, new Float32Array(4));
    for (let step = 0; step < 2000; step++) average.add(weights);
    assert.deepEqual(average.weights, weights);
  }
});

test('with decay 0 it is the latest weights, and it goes on where it was saved', () => {
  const latest = new WeightAverage(0, new Float32Array(2));
  latest.add(Float32Array.of(1, 2));
  latest.add(Float32Array.of(3, 5));
  assert.deepEqual(latest.weights, Float32Array.of(3, 5));

  const whole = new WeightAverage(0.5, new Float32Array(1));
  for (const value of [1, 2, 4]) whole.add(Float32Array.of(value));
  const first = new WeightAverage(0.5, new Float32Array(1));
  for (const value of [1, 2]) first.add(Float32Array.of(value));
  const resumed = new WeightAverage(0.5, first.weights.slice(), first.steps);
  resumed.add(Float32Array.of(4));
  assert.deepEqual(resumed.weights, whole.weights);
});
