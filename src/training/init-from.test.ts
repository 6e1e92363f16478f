import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterLayout, type ParameterSpec } from '../base/parameter-layout.ts';
import { initializeFrom } from './init-from.ts';

function named(shapes: Readonly<Record<string, readonly number[]>>, value: number) {
  const specs = Object.entries(shapes).map(([name, shape]): ParameterSpec => ({ name, shape, role: 'weight' }));
  const layout = new ParameterLayout(specs);
  return { layout, weights: new Float32Array(layout.size).fill(value) };
}

test('weights of the same name and shape are taken over, all others stay and are reported', () => {
  const target = named({ 'encoder.a': [2, 2], 'encoder.b': [3], 'readout.c': [2], 'head.0': [2] }, 1);
  const source = named({ 'head.0': [2], 'encoder.b': [4], 'encoder.a': [2, 2], 'pretrain.d': [1] }, 5);
  const report = initializeFrom(target, source);
  assert.deepEqual(report, {
    loaded: ['encoder.a'],
    missing: ['readout.c'],
    misshapen: [{ name: 'encoder.b', expected: [3], found: [4] }],
    excluded: ['head.0'],
    unused: ['pretrain.d'],
  });
  assert.deepEqual([...target.weights], [5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1]);
});
