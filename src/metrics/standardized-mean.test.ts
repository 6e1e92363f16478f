import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Predictions } from './predictions.ts';
import { regressionMetrics } from './registry.ts';
import { comparableMean, computeMetrics } from './task-metrics.ts';

const metricNamed = (name: string) => regressionMetrics.find((metric) => metric.name === name)!;

/** Two targets, the second 1,000 times as large: errors of 1 and 3, and of 2,000 and 1,000. */
const labels = [0, 0, 0, 0];
const predictions = new Predictions([1, 2000, -1, -2000], { tasks: 2 });

test('the mean over targets in units of their deviations does not follow the target with the largest numbers', () => {
  const scales = [1, 1000];
  const values = computeMetrics(['rmse', 'mae', 'mse', 'r2'].map(metricNamed), labels, predictions, { scales });
  assert.equal(values.rmse!.mean, 1000.5);
  assert.equal(values.rmse!.standardized, 1.5);
  assert.equal(values.mae!.standardized, 1.5);
  assert.equal(values.mse!.standardized, (1 + 4) / 2);
  assert.equal(comparableMean(values.rmse!), 1.5);
  assert.equal('standardized' in values.r2!, false, 'free of units already');
});

test('units of a target change its standardized mean not at all', () => {
  const inOther = computeMetrics([metricNamed('rmse')], labels, new Predictions([1, 2, -1, -2], { tasks: 2 }), {
    scales: [1, 1],
  });
  assert.equal(inOther.rmse!.standardized, 1.5);
});

test('a target without labels is left out of it, and one target alone has none', () => {
  const missing = computeMetrics([metricNamed('rmse')], [0, Number.NaN, 0, Number.NaN], predictions, {
    scales: [2, 9],
  });
  assert.equal(missing.rmse!.standardized, 0.5);
  const alone = computeMetrics([metricNamed('rmse')], [0], new Predictions([3], { tasks: 1 }));
  assert.equal(alone.rmse!.standardized, undefined);
  assert.equal(comparableMean(alone.rmse!), 3);
});
