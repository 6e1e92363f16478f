/** Metrics over many tasks with missing labels: each task on its own, and the mean over the tasks where it is defined. */
import { mean } from '../base/index.ts';
import type { Metric, Pairs } from './metric.ts';
import type { Predictions } from './predictions.ts';

export interface MetricValue {
  /** Mean over the tasks where the metric is defined; null if there is none. */
  readonly mean: number | null;
  /** One entry a task, [tasks]; null where undefined. */
  readonly perTask: readonly (number | null)[];
  readonly undefinedTasks: number;
  /**
   * Mean of the values in units of each target's deviation among the training labels, for metrics whose mean would mix units; absent with
   * one target and for metrics without units.
   */
  readonly standardized?: number | null | undefined;
}

/** Values by metric name. */
export type MetricValues = Readonly<Record<string, MetricValue>>;

/**
 * labels: original units, 0/1 or numbers of classes, [rows, tasks] row-major, NaN where missing. scales: the deviation of each target, [tasks],
 * where there are several: metrics in units of the targets get a mean that is free of them.
 */
export function computeMetrics(
  metrics: readonly Metric[],
  labels: ArrayLike<number>,
  predictions: Predictions,
  { scales }: { readonly scales?: readonly number[] | undefined } = {},
): MetricValues {
  const pairs = Array.from({ length: predictions.tasks }, (_, task) => pairsOfTask(labels, predictions, task));
  return Object.fromEntries(
    metrics.map((metric) => {
      const perTask = pairs.map((task) => metric.compute(task, predictions.scores));
      const standardized = scales &&
        metric.unitPower && { standardized: scaledMean(perTask, scales, metric.unitPower) };
      return [metric.name, { ...summarize(perTask), ...standardized }];
    }),
  );
}

/** Mean over the tasks of value / scale^power, where it is defined. */
function scaledMean(perTask: readonly (number | null)[], scales: readonly number[], power: 1 | 2): number | null {
  const scaled = perTask.flatMap((value, task) => (value === null ? [] : [value / scales[task]! ** power]));
  return scaled.length === 0 ? null : mean(scaled);
}

/** What chooses between weights: the mean that is free of units; null where it is undefined, or nothing was measured. */
export function comparableMean(value: Pick<MetricValue, 'mean' | 'standardized'> | undefined): number | null {
  if (!value) return null;
  return value.standardized === undefined ? value.mean : value.standardized;
}

/** What values are called that are free of units in this way. */
export function comparableName(metric: string, isStandardized: boolean | undefined): string {
  return isStandardized ? `standardized ${metric}` : metric;
}

/** How to read them. */
export const standardizedNote =
  'Standardized: the mean over the targets, each in units of the spread of its training labels; a mean of their own units would say little.';

function summarize(perTask: readonly (number | null)[]): MetricValue {
  const defined = perTask.filter((value) => value !== null);
  const sum = defined.reduce((total, value) => total + value, 0);
  return {
    mean: defined.length > 0 ? sum / defined.length : null,
    perTask,
    undefinedTasks: perTask.length - defined.length,
  };
}

function pairsOfTask(labels: ArrayLike<number>, predictions: Predictions, task: number): Pairs {
  const { tasks, outputs } = predictions;
  const present: number[] = [];
  for (let row = 0; row * tasks < labels.length; row++)
    if (!Number.isNaN(labels[row * tasks + task]!)) present.push(row);
  return {
    labels: Float64Array.from(present, (row) => labels[row * tasks + task]!),
    predictions: predictions.ofTask(task, present),
    outputs: outputs.length,
  };
}
