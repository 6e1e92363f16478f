import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Predictions } from '../metrics/index.ts';
import { metricFor } from '../tasks/index.ts';
import { testContext } from './test-context.ts';

const smiles = Array.from({ length: 60 }, (_, row) => 'C'.repeat(row + 1));
const split = { train: Array.from({ length: 20 }, (_, row) => row), test: smiles.map((_, row) => row).slice(20) };

test('the mean predictor gives the mean of the training labels, however the model errs', () => {
  const targets = Float64Array.from(smiles, (_, row) => (row < 20 ? row % 4 : row));
  const dataset = { smiles, targets, taskNames: ['y'], taskType: 'regression' };
  const predictions = new Predictions(
    split.test.map((row) => row + 1 + (row % 2)),
    { tasks: 1 },
  );
  const found = testContext(dataset, split, predictions, metricFor('regression', 'mae'))!;
  assert.equal(found.molecules, 40);
  assert.equal(found.metric, 'mae');
  // The mean of the training labels is 1.5, that of rows 20 to 59 is 39.5.
  assert.equal(found.meanPredictor, 38);
  const [low, high] = found.interval!;
  assert.ok(1.2 < low! && low! < 1.5 && 1.5 < high! && high! < 1.8, `${low} to ${high}`);
});

test('of classes it gives their shares; a missing label and a limit count as neither', () => {
  const targets = Float64Array.from(smiles, (_, row) => (row < 15 ? 0 : row < 20 ? 1 : Number(row % 4 === 0)));
  const classes = { smiles, targets, taskNames: ['y'] };
  const predictions = new Predictions(targets.slice(20), { tasks: 1, outputs: ['probability'], scores: 'probability' });
  const auc = testContext(
    { ...classes, taskType: 'classification' },
    split,
    predictions,
    metricFor('classification', 'roc-auc'),
  );
  assert.equal(auc!.meanPredictor, 0.5);
  const accuracy = testContext(
    { ...classes, taskType: 'classification' },
    split,
    predictions,
    metricFor('classification', 'accuracy'),
  );
  assert.equal(accuracy!.meanPredictor, 0.75);
  const named = { ...classes, classes: [['a', 'b', 'c']], taskType: 'multiclass' };
  const certain = new Predictions(
    Array.from(targets.slice(20)).flatMap((label) => [0, 1, 2].map((at) => Number(at === label))),
    { tasks: 1, outputs: ['a', 'b', 'c'], scores: 'probability' },
  );
  assert.equal(testContext(named, split, certain, metricFor('multiclass', 'accuracy'))!.meanPredictor, 0.75);
  const censored = { ...classes, taskNames: ['y'], taskType: 'regression', bounds: Int8Array.from(targets, () => 0) };
  targets[0] = Number.NaN;
  targets[1] = 1000;
  censored.bounds[1] = 1;
  const mean = testContext(censored, split, predictions, metricFor('regression', 'mae'))!.meanPredictor!;
  assert.ok(Math.abs(mean - (0.75 * 5 + 0.25 * 13) / 18) < 1e-12, String(mean));
});

test('of several quantities all values are free of their units', () => {
  const targets = smiles.flatMap((_, row) => [row % 4, 1000 * (row % 4)]);
  const dataset = { smiles, targets: Float64Array.from(targets), taskNames: ['y', 'z'], taskType: 'regression' };
  const predictions = new Predictions(
    split.test.flatMap((row) => [(row % 4) + (row % 3), 1000 * (row % 4)]),
    { tasks: 2 },
  );
  const found = testContext(dataset, split, predictions, metricFor('regression', 'rmse'))!;
  assert.equal(found.isStandardized, true);
  assert.ok(Math.abs(found.meanPredictor! - 1) < 1e-12, String(found.meanPredictor));
  const [low, high] = found.interval!;
  const value = Math.sqrt(5 / 3) / Math.sqrt(1.25) / 2;
  assert.ok(low! < value && value < high! && high! < 1, `${low} to ${high}`);
});

test('the mean predictor counts rows by their weights, as the mean of graphsam baselines does', () => {
  const targets = Float64Array.from(smiles, (_, row) => (row < 18 ? row % 2 : row < 20 ? 9999 : 0));
  const weights = Float64Array.from(smiles, (_, row) => (row < 18 ? 1 + (row % 2) : 0));
  const dataset = { smiles, targets, weights, taskNames: ['y'], taskType: 'regression' };
  const predictions = new Predictions(new Float64Array(40), { tasks: 1 });
  const { meanPredictor } = testContext(dataset, split, predictions, metricFor('regression', 'mae'))!;
  assert.ok(Math.abs(meanPredictor! - 2 / 3) < 1e-12, String(meanPredictor));
});

test('a split without test rows has none', () => {
  const dataset = {
    smiles,
    targets: new Float64Array(60),

    taskNames: ['y'],
    taskType: 'regression',
  };
  assert.equal(
    testContext(dataset, { ...split, test: [] }, Predictions.none(), metricFor('regression', 'mae')),
    undefined,
  );
});
