/** What a test metric is read beside: of how many molecules it is, how sharp that makes it, and what is reached without any molecule. */
import { weightedMean } from '../base/index.ts';
import { type Dataset, errorScales, exactTargets, type Split, weighedTargets } from '../data/index.ts';
import { bootstrapIntervals, comparableMean, computeMetrics, type Metric, type Predictions } from '../metrics/index.ts';
import type { TestContext } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { gatherRows } from './evaluator.ts';

type LabeledRows = Pick<Dataset, 'targets' | 'bounds' | 'taskNames' | 'taskType' | 'classes' | 'smiles' | 'weights'>;

/**
 * metric: the first of the run's, on which it chose its weights. predictions: of the test rows. The mean predictor gives every molecule the mean
 * label of the training part, by the weights of its rows, or the share of each class in it. undefined without test rows.
 */
export function testContext(
  dataset: LabeledRows,
  { train, test }: Pick<Split, 'train' | 'test'>,
  predictions: Predictions,
  metric: Metric,
): TestContext | undefined {
  if (test.length === 0) return undefined;
  const labels = gatherRows(exactTargets(dataset), test, dataset.taskNames.length);
  const scales = errorScales(dataset, train);
  const interval = bootstrapIntervals({ labels, predictions, scales }, metric)?.mean;
  const alike = meanPredictions(dataset, train, test.length);
  const guessed = computeMetrics([metric], labels, alike, { scales })[metric.name]!;
  return {
    molecules: test.length,
    metric: metric.name,
    ...(guessed.standardized !== undefined && { isStandardized: true as const }),
    ...(interval && { interval: [...interval] }),
    meanPredictor: comparableMean(guessed),
  };
}

/** The same for every row. */
function meanPredictions(dataset: LabeledRows, train: readonly number[], rows: number): Predictions {
  const task = findTask(dataset.taskType);
  const encoded = task.head(dataset).encode(weighedTargets(dataset, train));
  const width = encoded.length / dataset.smiles.length;
  const means = Array.from({ length: width }, (_, column) => {
    const present = train.filter((row) => !Number.isNaN(encoded[row * width + column]!));
    return weightedMean(
      present.map((row) => encoded[row * width + column]!),
      present.map((row) => dataset.weights?.[row] ?? 1),
    );
  });
  const row = Float64Array.from(means);
  const values = new Float64Array(rows * width);
  for (let start = 0; start < values.length; start += width) values.set(row, start);
  return task.final(values, dataset);
}
