import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsOf } from './registry.ts';

const names = (choice: Parameters<typeof metricsOf>[1]): string[] =>
  metricsOf('regression', choice).map(({ name }) => name);

test('metrics to report do not replace the tracked one, and each is reported once', () => {
  assert.deepEqual(names({ metrics: ['mae', 'r2'] }), ['rmse', 'mae', 'r2']);
  assert.deepEqual(names({ trackingMetric: 'mae', metrics: ['rmse', 'mae', 'MAE'] }), ['mae', 'rmse']);
  assert.deepEqual(names({}), ['rmse']);
  assert.throws(() => names({ metrics: ['roc-auc'] }), { code: 'metric-unsuitable' });
});
