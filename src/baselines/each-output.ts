/** What a classical learner learns of a table: each output of each target on its own, from the training rows that have its label. */
import { mean } from '../base/index.ts';
import type { Dataset } from '../data/index.ts';
import { findTask, targetWithoutLabels } from '../tasks/index.ts';
import type { TaskData } from './baseline.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { FingerprintTable } from './fingerprints.ts';

/** A data set, and the fingerprints and descriptors of its molecules. */
export interface BaselineTable {
  readonly dataset: Pick<Dataset, 'targets' | 'taskNames' | 'taskType' | 'classes' | 'weights'>;
  readonly fingerprints: FingerprintTable;
  readonly descriptors: DescriptorTable;
}

export interface OutputLearner<Fitted> {
  /** All labels are this, or there is none and this is said: nothing is to be learned. */
  constant(value: number): Fitted;
  /** name: of the target, for random draws; another output than the first has its number behind it. */
  fit(data: TaskData, name: string): Fitted;
}

/** [targets][outputs]. Throws DataError if a regression target has no label in the training part. */
export function eachOutput<Fitted>(
  { dataset, fingerprints, descriptors }: BaselineTable,
  train: readonly number[],
  learner: OutputLearner<Fitted>,
): Fitted[][] {
  const { taskNames, targets } = dataset;
  const task = findTask(dataset.taskType);
  const { outputsPerTask, encode } = task.head(dataset);
  const encoded = encode(targets);
  const models = taskNames.length * outputsPerTask;
  const weightOf = (row: number): number => dataset.weights?.[row] ?? 1;
  // Rows that weigh nothing are left out, as from the loss of a network.
  const counted = dataset.weights ? train.filter((row) => weightOf(row) > 0) : train;
  return taskNames.map((name, at) => {
    const isLabeled = (row: number): boolean => !Number.isNaN(targets[row * taskNames.length + at]!);
    const weighed = counted.filter(isLabeled);
    const rows = weighed.length > 0 ? weighed : train.filter(isLabeled);
    const weights = relativeWeights(weighed.map(weightOf));
    if (rows.length === 0 && task.baselines.unlabeled === undefined) throw targetWithoutLabels(name);
    return Array.from({ length: outputsPerTask }, (_, output) => {
      const column = at * outputsPerTask + output;
      const labels = Float64Array.from(rows, (row) => encoded[row * models + column]!);
      // One class, or nothing at all: there is nothing to learn, and no metric is defined that could reward it.
      const constant = labels[0] ?? task.baselines.unlabeled!;
      if (labels.every((value) => value === constant)) return learner.constant(constant);
      const isLogistic = task.baselines.link === 'logit';
      const data = { table: fingerprints, descriptors, train: counted, models, rows, labels, weights, isLogistic };
      return learner.fit(data, `${name}${output > 0 ? ` ${output}` : ''}`);
    });
  });
}

/** Divided by their mean; undefined where all are the same. */
function relativeWeights(weights: readonly number[]): Float64Array | undefined {
  if (weights.every((weight) => weight === weights[0])) return undefined;
  const usual = mean(weights);
  return Float64Array.from(weights, (weight) => weight / usual);
}
