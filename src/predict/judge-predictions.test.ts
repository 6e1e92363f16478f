import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset } from '../data/index.ts';
import { Predictions } from '../metrics/index.ts';
import { judgePredictions } from './judge-predictions.ts';

test('errors of several quantities have a mean in units of their deviations in training, too', () => {
  const dataset = {
    taskNames: ['small', 'large'],
    smiles: ['C', 'CC'],
    molecules: [],
    lines: [],
    tableRows: [],
    targets: Float64Array.of(1, 1000, 2, 3000),
  } as unknown as Dataset;
  const predictions = new Predictions([2, 1500, 3, 3500], { tasks: 2 });
  const standardization = { mean: [0, 0], std: [2, 1000] };
  const judged = judgePredictions(dataset, predictions, {
    card: { taskType: 'regression', standardization },
    names: ['r2'],
    rest: [],
  });
  assert.deepEqual([judged.metrics.rmse!.mean, judged.metrics.rmse!.standardized], [250.5, 0.5]);
  assert.equal(judged.metrics.r2!.standardized, undefined);
  const ofFolds = judgePredictions(dataset, predictions, { card: { taskType: 'regression' }, names: [], rest: [] });
  assert.equal(ofFolds.metrics.rmse!.standardized, undefined, 'each fold has scales of its own');
});
