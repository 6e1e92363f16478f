import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, sampleDeviation } from '../../base/index.ts';
import { drawNetworks } from './draw-networks.ts';

test('drawn weights have the mean and the deviation of each weight, and are those of the seed', () => {
  const posterior = { mean: Float32Array.of(1, -2, 0.5), deviation: Float32Array.of(0.1, 2, 0) };
  const networks = drawNetworks(posterior, 4000, 7);
  for (const weight of [0, 1, 2]) {
    const drawn = networks.map((each) => each[weight]!);
    const deviation = posterior.deviation[weight]!;
    assert.ok(Math.abs(mean(drawn) - posterior.mean[weight]!) <= (4 * deviation) / Math.sqrt(4000), `weight ${weight}`);
    assert.ok(Math.abs(sampleDeviation(drawn)! - deviation) <= 0.05 * deviation, `weight ${weight}`);
  }
  assert.deepEqual(drawNetworks(posterior, 2, 7), networks.slice(0, 2));
  assert.notDeepEqual(drawNetworks(posterior, 2, 8), networks.slice(0, 2));
});
