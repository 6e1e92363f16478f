import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorScales } from './error-scales.ts';
import { weighedTargets } from './exact-targets.ts';

const nan = Number.NaN;
/** The second target has no label that weighs anything. */
const dataset = {
  taskType: 'regression',
  taskNames: ['y', 'z'],
  targets: Float64Array.of(1, nan, 3, nan, 9999, 7, 50, 9, 4, 4),
  weights: Float64Array.of(1, 2, 0, 0, 0),
};

test('labels of training rows that weigh nothing say nothing of the scale, unless a target has no others', () => {
  assert.deepEqual([...weighedTargets(dataset, [0, 1, 2, 3])], [1, nan, 3, nan, nan, 7, nan, 9, 4, 4]);
  assert.deepEqual(errorScales(dataset, [0, 1, 2, 3]), [1, 1]);
  const { weights: _weights, ...alike } = dataset;
  assert.equal(weighedTargets(alike, [0, 1, 2, 3]), dataset.targets);
  assert.equal(weighedTargets(dataset, [0, 1]), dataset.targets);
});
