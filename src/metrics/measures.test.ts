import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { errorOfMolecules, meanOf, worstPredictions } from '../report/errors-by-molecule.ts';
import type { TestTable } from '../report/run-tables.ts';
import { findMetric, regression } from '../tasks/index.ts';
import { bootstrapDifferences, bootstrapIntervals } from './bootstrap.ts';
import { reliability, wilsonInterval } from './calibration.ts';
import { Predictions } from './predictions.ts';

function tableOf(labels: readonly number[], predictions: readonly number[]): TestTable {
  const smiles = labels.map((_, row) => 'C'.repeat(row + 1));
  const task = {
    name: 'task',
    classes: undefined,
    labels: Float64Array.from(labels),
    predictions: predictions.map((value) => [value]),
  };
  const table = { labels: task.labels, predictions: new Predictions(predictions, { tasks: 1 }) };
  const rows = [...smiles.keys()];
  return { smiles, rows, lines: rows.map((row) => String(row + 2)), tasks: [task], ...table };
}

test('probabilities that come true have no calibration error, and bins hold every molecule', () => {
  const labels = [0, 0, 0, 1, 1, 1, 1, 0];
  const predictions = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75];
  const { bins, expectedError, brierScore } = reliability({ labels, predictions });
  assert.equal(expectedError, 0);
  assert.equal(brierScore, (6 * 0.0625 + 2 * 0.5625) / 8);
  assert.deepEqual(
    bins.map(({ count }) => count),
    [4, 4],
  );
  assert.equal(reliability({ labels: [1, 0], predictions: [0.8, 0.8] }).expectedError!.toFixed(12), '0.300000000000');
  assert.equal(reliability({ labels: [], predictions: [] }).expectedError, null);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))), (rows) => {
      const all = reliability({ labels: rows.map(([label]) => label), predictions: rows.map(([, p]) => p) });
      assert.equal(
        all.bins.reduce((sum, { count }) => sum + count, 0),
        rows.length,
      );
      for (const { observed, low, high } of all.bins) assert.ok(low <= observed + 1e-12 && observed <= high + 1e-12);
    }),
  );
});

test("Wilson's interval for 8 of 10 is that of the textbooks", () => {
  const [low, high] = wilsonInterval(8, 10);
  assert.ok(Math.abs(low - 0.4902) < 1e-4 && Math.abs(high - 0.9433) < 1e-4, `${low} ${high}`);
});

test("Wilson's interval of none and of all ends at 0 and 1, without a remainder of rounding", () => {
  for (let trials = 1; trials < 200; trials++) {
    assert.equal(wilsonInterval(0, trials)[0], 0);
    assert.equal(wilsonInterval(trials, trials)[1], 1);
  }
});

test('the bootstrap interval of a mean absolute error is that of the normal approximation, nearly', () => {
  const residuals = Array.from({ length: 400 }, (_, row) => (row % 20) / 10);
  const table = tableOf(
    residuals.map(() => 0),
    residuals,
  );
  const [low, high] = bootstrapIntervals(table, findMetric('mae'))!.mean!;
  const { error, standardError } = meanOf(residuals);
  assert.ok(Math.abs(low - (error - 1.96 * standardError!)) < 0.012, `${low}`);
  assert.ok(Math.abs(high - (error + 1.96 * standardError!)) < 0.012, `${high}`);
});

test('a metric that a redrawn test part seldom defines has no interval', () => {
  const table = tableOf([1, 0, 0, 0], [0.9, 0.1, 0.2, 0.3]);
  assert.equal(bootstrapIntervals(table, findMetric('roc-auc'))!.mean, undefined);
});

test('draws of one molecule, or of molecules that are all right, say nothing, and give no interval', () => {
  assert.equal(bootstrapIntervals(tableOf([1], [1.5]), findMetric('mae'))!.mean, undefined);
  const right = tableOf([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.7, 0.3, 0.2, 0.1]);
  const { mean, perTask } = bootstrapIntervals(right, findMetric('roc-auc'))!;
  assert.deepEqual([mean, ...perTask], [undefined, undefined]);
});

test('worst predictions come first, missing labels never, and tasks in other units are measured in deviations', () => {
  const table = tableOf([1, Number.NaN, 3, 5], [1.5, 9, 1, 5]);
  const thousands = {
    name: 'in thousands',
    classes: undefined,
    labels: Float64Array.of(0, 2000, 4000, 6000),
    predictions: [[0], [2000], [4000], [6100]],
  };
  const worst = worstPredictions({ ...table, tasks: [...table.tasks, thousands] }, regression, 2);
  assert.deepEqual(
    worst.map(({ line, task, label }) => [line, task, label]),
    [
      ['4', 'task', '3'],
      ['2', 'task', '1'],
    ],
  );
  const single = worstPredictions(table, regression, 9);
  assert.deepEqual(
    single.map(({ line, error }) => [line, error]),
    [
      ['4', 2],
      ['2', 0.5],
      ['5', 0],
    ],
  );
  assert.deepEqual([...errorOfMolecules(table, regression)], [0.5, Number.NaN, 2, 0]);
});

test('the difference of two predictions of the same molecules has a narrower interval than either metric, and none from itself', () => {
  const labels = Array.from({ length: 40 }, (_, row) => Math.sin(row));
  const off = (by: number) =>
    new Predictions(
      labels.map((label, row) => label + by * (1 + (row % 7))),
      { tasks: 1 },
    );
  const [near, far] = [off(0.1), off(0.11)];
  const rmse = findMetric('rmse');
  const [low, high] = bootstrapDifferences({ labels, predictions: near, others: far }, rmse)!.mean!;
  assert.ok(low < high && high < 0, `${low} to ${high}: the first is better in every draw`);
  const [ownLow, ownHigh] = bootstrapIntervals({ labels, predictions: near }, rmse)!.mean!;
  assert.ok(high - low < (ownHigh - ownLow) / 4);
  assert.equal(bootstrapDifferences({ labels, predictions: near, others: near }, rmse)!.mean, undefined);
});
