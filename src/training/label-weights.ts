/**
 * How much each label counts in the loss: the weight of its row, of its target, and of its class, multiplied and divided by their mean
 * over the training part, so that the loss keeps its scale.
 *   weights:  n / (k n_c) for a class c with n_c of the n labels of a target with k classes
 *   deferred: (1 - beta) / (1 - beta^n_c), beta 0.9999 (the effective number of samples), and only from 80 % of the epochs on
 * Source: Cui et al. 2019, arXiv 1901.05555; deferring it: Cao et al. 2019, arXiv 1906.07413.
 */
import { ConfigError, DataError, mean, setting } from '../base/index.ts';
import { type Dataset, weighedTargets } from '../data/index.ts';
import type { TrainConfig } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';

/** Of every label, [rows, tasks] row-major. */
export interface LabelWeights {
  /** Undefined: all count the same. */
  readonly early: Float64Array | undefined;
  readonly late: Float64Array;
  /** The epoch, from 0, from which `late` holds. */
  readonly lateFrom: number;
}

type WeightSettings = Pick<TrainConfig['training'], 'classBalance' | 'taskWeights' | 'epochs'>;

const beta = 0.9999;
const deferredShare = 0.8;

/** Undefined where every label counts the same. */
export function labelWeights(
  dataset: Dataset,
  train: readonly number[],
  { classBalance, taskWeights, epochs }: WeightSettings,
): LabelWeights | undefined {
  const { weights, taskNames, targets } = dataset;
  const plain = weights || taskWeights;
  const reweighted = classBalance === 'weights' || classBalance === 'deferred';
  if (!plain && !reweighted) return undefined;
  const ofLabel = Float64Array.from(targets, (_, index) => {
    const [row, task] = [Math.floor(index / taskNames.length), index % taskNames.length];
    return (weights?.[row] ?? 1) * (taskWeights?.[task] ?? 1);
  });
  const early = plain && normalized(ofLabel, dataset, train);
  if (!reweighted) return { early, late: early!, lateFrom: 0 };
  const isDeferred = classBalance === 'deferred';
  const ofClass = classWeights(dataset, train, isDeferred ? effectiveNumber : inverseFrequency);
  const late = normalized(
    ofLabel.map((weight, index) => weight * ofClass(index)),
    dataset,
    train,
  );
  return { early, late, lateFrom: isDeferred ? firstDeferred(epochs) : 0 };
}

/** Of the epochs, from 0: in a training of up to four the epoch that is rounded up to would come after the last one. */
function firstDeferred(epochs: number): number {
  return Math.min(Math.ceil(deferredShare * epochs), epochs - 1);
}

/** Throws ConfigError and DataError for settings of the loss that do not fit the targets. */
export function checkLossSettings({ taskType, taskNames, bounds }: Dataset, { training }: TrainConfig): void {
  const { classBalance, taskWeights, labelSmoothing } = training;
  const { labels } = findTask(taskType);
  const name = classBalance !== undefined ? 'classBalance' : labelSmoothing > 0 ? 'labelSmoothing' : undefined;
  if (name && !labels.hasClasses) {
    throw new ConfigError({
      code: 'not-supported',
      path: ['training', name],
      what: `it is for targets with classes, and these are of ${taskType}`,
      advice: 'Leave it out.',
    });
  }
  if (taskWeights && taskWeights.length !== taskNames.length) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['training', 'taskWeights'],
      what: `${taskWeights.length} weights for ${taskNames.length} targets (${taskNames.join(', ')})`,
      advice: 'Give one for each target, in this order.',
    });
  }
  if (!bounds || labels.canBeBounds) return;
  throw new DataError({
    code: 'label-censored',
    path: ['data', 'censored'],
    what: `limits mean nothing to ${taskType}`,
    advice: `Use ${setting('data.censored', 'drop')}.`,
  });
}

/**
 * Rows of the training part by the class of the rarest of their labels, for drawing each class equally often. Yes and no are the same of all
 * targets; classes with names are those of one target. Rows that weigh nothing are not drawn.
 */
export function rowsByClass(dataset: Dataset, train: readonly number[]): number[][] {
  const { taskNames, targets, classes, weights } = dataset;
  const counts = countClasses(dataset, train);
  const weighed = train.filter((row) => weights?.[row] !== 0);
  const firstClass = taskNames.map((_, task) =>
    (classes ?? []).slice(0, task).reduce((total, names) => total + names.length, 0),
  );
  const groups = new Map<number, number[]>();
  for (const row of weighed.length > 0 ? weighed : train) {
    const labels = taskNames.flatMap((_, task) => {
      const label = targets[row * taskNames.length + task]!;
      return Number.isNaN(label) ? [] : [{ key: firstClass[task]! + label, count: counts[task]!.get(label)! }];
    });
    const { key } = labels.reduce((rarest, other) => (other.count < rarest.count ? other : rarest));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].sort(([left], [right]) => left - right).map(([, rows]) => rows);
}

type WeightOfCount = (count: number, total: number, classes: number) => number;

const inverseFrequency: WeightOfCount = (count, total, classes) => total / (classes * count);
const effectiveNumber: WeightOfCount = (count) => (1 - beta) / (1 - beta ** count);

/** Weight of a label at its index of [rows, tasks]; 1 for one whose class training has not. */
function classWeights(dataset: Dataset, train: readonly number[], weightOf: WeightOfCount): (index: number) => number {
  const tasks = dataset.taskNames.length;
  const weights = countClasses(dataset, train).map((counts) => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return new Map([...counts].map(([label, count]) => [label, weightOf(count, total, counts.size)]));
  });
  return (index) => weights[index % tasks]!.get(dataset.targets[index]!) ?? 1;
}

/** Labels of each class, of each target. */
function countClasses(dataset: Dataset, train: readonly number[]): Map<number, number>[] {
  const { taskNames } = dataset;
  const targets = weighedTargets(dataset, train);
  return taskNames.map((_, task) => {
    const counts = new Map<number, number>();
    for (const row of train) {
      const label = targets[row * taskNames.length + task]!;
      if (!Number.isNaN(label)) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return counts;
  });
}

/** Divided by their mean over the labels of the training part. Throws DataError where all of these weigh nothing. */
function normalized(weights: Float64Array, { targets, taskNames }: Dataset, train: readonly number[]): Float64Array {
  const tasks = taskNames.length;
  const present = train.flatMap((row) =>
    taskNames.map((_, task) => row * tasks + task).filter((index) => !Number.isNaN(targets[index]!)),
  );
  const usual = mean(present.map((index) => weights[index]!));
  if (usual > 0) return weights.map((weight) => weight / usual);
  throw new DataError({
    code: 'wrong-value',
    path: ['data', 'weightColumn'],
    what: 'all labels of the training part weigh 0',
    advice: 'Give some of them a weight above 0.',
  });
}
