/** What a test metric is read beside: of how many molecules it is, how sharp that makes it, and what is reached without any molecule. */
import { type Dataset, exactTargets, type Split } from '../data/index.ts';
import { bootstrapIntervals, computeMetrics, type Metric, type Predictions } from '../metrics/index.ts';
import type { TestContext } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { gatherRows } from './evaluator.ts';

type LabeledRows = Pick<Dataset, 'targets' | 'bounds' | 'taskNames' | 'taskType' | 'classes' | 'smiles' | 'weights'>;

/**
 * metric: the first of the run's, on which it chose its weights. predictions: of the test rows. The mean predictor gives every molecule the mean
 * label of the training part, or the share of each class in it, by the weights of its rows. undefined without test rows.
 */
export function testContext(
  dataset: LabeledRows,
  { train, test }: Pick<Split, 'train' | 'test'>,
  predictions: Predictions,
  metric: Metric,
): TestContext | undefined {
  if (test.length === 0) return undefined;
  const labels = gatherRows(exactTargets(dataset), test, dataset.taskNames.length);
  const interval = bootstrapIntervals({ labels, predictions }, metric)?.mean;
  const alike = meanPredictions(dataset, train, test.length);
  return {
    molecules: test.length,
    metric: metric.name,
    ...(interval && { interval: [...interval] }),
    meanPredictor: computeMetrics([metric], labels, alike)[metric.name]!.mean,
  };
}

/** The same for every row. */
function meanPredictions(dataset: LabeledRows, train: readonly number[], rows: number): Predictions {
  const task = findTask(dataset.taskType);
  const encoded = task.head(dataset).encode(exactTargets(dataset));
  const width = encoded.length / dataset.smiles.length;
  const means = Array.from({ length: width }, (_, column) => {
    const present = train.filter((row) => !Number.isNaN(encoded[row * width + column]!));
    const total = (of: (row: number) => number): number => present.reduce((sum, row) => sum + of(row), 0);
    const weight = (row: number): number => dataset.weights?.[row] ?? 1;
    return total((row) => weight(row) * encoded[row * width + column]!) / total(weight);
  });
  const row = Float64Array.from(means);
  const values = new Float64Array(rows * width);
  for (let start = 0; start < values.length; start += width) values.set(row, start);
  return task.final(values, dataset);
}
