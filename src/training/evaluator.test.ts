import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMetric, probabilities, regression } from '../tasks/index.ts';
import { evaluateRows } from './evaluator.ts';

const rmse = findMetric('rmse');
const labels = Float64Array.of(10, 20, 30, Number.NaN, 50, 60);

test('predictions and metrics are on original units, for the rows asked for, in their order', async () => {
  const session = {
    tasks: 2,
    predict: async (_: unknown, rows: readonly number[]) => Float32Array.from(rows.flatMap((row) => [row, 1])),
  };
  const standardization = { mean: [10, 0], std: [20, 60] };
  const { predictions, metrics } = await evaluateRows(session, new Float32Array(), [2, 0], {
    labels,
    read: (raw) => regression.read(raw, { taskNames: ['first', 'second'] }, standardization),
    metrics: [rmse],
  });
  assert.deepEqual([...predictions.values], [50, 60, 10, 60]);
  assert.deepEqual(metrics.rmse, { mean: (0 + Math.sqrt(800)) / 2, perTask: [0, Math.sqrt(800)], undefinedTasks: 0 });
});

test('many rows are asked for in parts, with a chance to stop before each', async () => {
  const asked: number[] = [];
  const predict = async (_: unknown, rows: readonly number[]): Promise<Float32Array> => {
    asked.push(rows.length);
    return new Float32Array(rows.length);
  };
  const rows = Array.from({ length: 1100 }, (_, row) => row);
  let chances = 0;
  const options = { labels: new Float64Array(1100), metrics: [rmse], beforeChunk: () => void chances++ };
  await evaluateRows({ tasks: 1, predict }, new Float32Array(), rows, options);
  assert.deepEqual(asked, [512, 512, 76]);
  assert.equal(chances, 3);
});

test('a prediction that is not finite is an error, not a metric', async () => {
  const session = { tasks: 1, predict: async () => Float32Array.of(1, Number.NaN, 2) };
  const run = evaluateRows(session, new Float32Array(), [4, 5, 3], { labels, metrics: [rmse] });
  await assert.rejects(run, { code: 'not-finite', what: /\b1 of 3\b.*\brow 5\b/ });
});

test('probabilities do not overflow', () => {
  assert.deepEqual([...probabilities([0, -1000, 1000])], [0.5, 0, 1]);
  assert.ok(Math.abs(probabilities([-2])[0]! - 1 / (1 + Math.exp(2))) < 1e-16);
});
