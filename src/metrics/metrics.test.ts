import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { metricsParity } from '../../scripts/parity/metrics.ts';
import { ConfigError } from '../base/errors.ts';
import { packageRoot } from '../platform/package-root.node.ts';
import { defaultMetric, findMetric, metricFor, tasks } from '../tasks/index.ts';
import { accuracy, binaryCrossEntropy, f1, matthewsCorrelation } from './decisions.ts';
import { determination, rankCorrelation } from './errors-of-fit.ts';
import { Predictions } from './predictions.ts';
import { averagePrecision, rocAuc } from './ranking.ts';
import { binaryMetrics, isBetter, regressionMetrics } from './registry.ts';
import { computeMetrics } from './task-metrics.ts';

test('every metric of the golden file agrees to 1e-12, undefined ones included', async () => {
  for await (const result of metricsParity.check(join(packageRoot(), 'test/fixtures/golden'))) {
    assert.ok(result.passed, `${result.what}: ${result.note}`);
  }
});

test('ROC-AUC is the share of pairs in the right order, ties counted half', () => {
  const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: -3, max: 3 })), { maxLength: 30 });
  fc.assert(
    fc.property(rows, (table) => {
      const wins: number[] = [];
      for (const [label, score] of table) {
        for (const [other, otherScore] of table) {
          if (label === 1 && other === 0) wins.push((Math.sign(score - otherScore) + 1) / 2);
        }
      }
      const expected = wins.length > 0 ? wins.reduce((sum, win) => sum + win, 0) / wins.length : null;
      const found = rocAuc({ labels: table.map(([label]) => label), predictions: table.map(([, score]) => score) });
      if (expected === null) assert.equal(found, null);
      else assert.ok(Math.abs(found! - expected) < 1e-12);
    }),
  );
});

test('no metric ever returns NaN or infinity, whatever labels and predictions', () => {
  const prediction = fc.oneof(fc.double(), fc.constantFrom(0, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY));
  const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), prediction), { maxLength: 8 });
  fc.assert(
    fc.property(rows, fc.constantFrom('logit' as const, 'probability' as const), (table, kind) => {
      const pairs = { labels: table.map(([label]) => label), predictions: table.map(([, value]) => value) };
      for (const metric of [...binaryMetrics, ...regressionMetrics]) {
        const value = metric.compute(pairs, kind);
        assert.ok(value === null || Number.isFinite(value), `${metric.name} gave ${value}`);
      }
    }),
  );
});

test('decisions are taken above logit 0 or probability 0.5', () => {
  const labels = [1, 1, 0, 0, 1];
  const logits = [2, -1, -0.5, 1, 0.1];
  const probabilities = logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  assert.equal(accuracy({ labels, predictions: logits }, 'logit'), 0.6);
  assert.equal(f1({ labels, predictions: logits }, 'logit'), 4 / 6);
  assert.ok(Math.abs(matthewsCorrelation({ labels, predictions: logits }, 'logit')! - 1 / 6) < 1e-15);
  for (const compute of [accuracy, f1, matthewsCorrelation]) {
    const byLogit = compute({ labels, predictions: logits }, 'logit');
    assert.equal(compute({ labels, predictions: probabilities }, 'probability'), byLogit);
  }
  const difference =
    binaryCrossEntropy({ labels, predictions: logits }, 'logit')! -
    binaryCrossEntropy({ labels, predictions: probabilities }, 'probability')!;
  assert.ok(Math.abs(difference) < 1e-15);
});

test('a model that always says no has an accuracy but no Matthews correlation', () => {
  const pairs = { labels: [1, 0, 0], predictions: [-1, -2, -3] };
  assert.equal(accuracy(pairs, 'logit'), 2 / 3);
  assert.equal(f1(pairs, 'logit'), 0);
  assert.equal(matthewsCorrelation(pairs, 'logit'), null);
  assert.equal(f1({ labels: [0, 0], predictions: [-1, -2] }, 'logit'), null);
});

test('Spearman depends on ranks alone and shares tied ranks', () => {
  assert.equal(rankCorrelation({ labels: [1, 2, 3, 4], predictions: [1, 10, 100, 1000] }), 1);
  assert.equal(rankCorrelation({ labels: [1, 2, 3, 4], predictions: [4, 3, 2, 1] }), -1);
  // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: covariance 4.5, spreads 4.5 and 5.
  const tied = rankCorrelation({ labels: [1, 2, 2, 3], predictions: [1, 2, 3, 4] })!;
  assert.ok(Math.abs(tied - 4.5 / Math.sqrt(4.5 * 5)) < 1e-15);
  assert.equal(rankCorrelation({ labels: [1, 1], predictions: [1, 2] }), null);
});

test('R2 of labels that are all 0.1 is 0, although their mean is not exactly 0.1', () => {
  const labels = Array(6).fill(0.1);
  assert.equal(determination({ labels, predictions: [0.1, 0.2, 0.1, 0.1, 0.1, 0.1] }), 0);
  assert.equal(determination({ labels, predictions: labels }), 1);
  assert.equal(determination({ labels: [1], predictions: [1] }), null);
});

test('the mean runs over defined tasks and undefined ones are counted', () => {
  const labels = [0, 1, Number.NaN, 1, 1, Number.NaN, 0, 1, Number.NaN];
  const predictions = [0.1, 2, 5, 0.3, 1, 5, 0.2, 0, 5];
  const { 'roc-auc': auc } = computeMetrics(
    [findMetric('roc-auc')],
    labels,
    new Predictions(predictions, { tasks: 3 }),
  );
  assert.deepEqual(auc, { mean: 1, perTask: [1, null, null], undefinedTasks: 2 });
});

test('metrics are found by name and alias, with dash, underscore or capitals', () => {
  for (const name of ['roc', 'auc', 'ROC_AUC', 'roc-auc', 'rocAuc']) assert.equal(findMetric(name).name, 'roc-auc');
  assert.equal(findMetric('average_precision').compute, averagePrecision);
  assert.equal(findMetric('prc_auc').name, 'prc-auc');
  assert.notEqual(findMetric('prc_auc').compute, averagePrecision);
  assert.throws(() => findMetric('rsme'), { code: 'unknown-name', what: /"rsme"/, advice: /rmse\?/ });
  assert.throws(() => metricFor('regression', 'auc'), ConfigError);
  assert.equal(defaultMetric('classification').name, 'roc-auc');
  assert.equal(defaultMetric('regression').name, 'rmse');
  for (const task of tasks) {
    const ofMetrics = task.metrics.flatMap(({ name, aliases }) => [name, ...aliases]);
    assert.equal(new Set(ofMetrics).size, ofMetrics.length, ofMetrics.join());
  }
});

test('better means strictly better in the direction of the metric, and undefined is never better', () => {
  const [auc, rmse] = [findMetric('roc-auc'), findMetric('rmse')];
  assert.equal(isBetter(auc, 0.8, 0.7), true);
  assert.equal(isBetter(auc, 0.7, 0.7), false);
  assert.equal(isBetter(rmse, 0.8, 0.7), false);
  assert.equal(isBetter(rmse, 0.69, 0.7, 0.05), false);
  assert.equal(isBetter(rmse, 5, undefined), true);
  assert.equal(isBetter(rmse, null, undefined), false);
});
