/** The metrics that users can ask for with `--metrics` and `--tracking-metric`. A new one is a function and an entry here. */
import { ConfigError, unknownName } from '../base/index.ts';
import { accuracy, binaryCrossEntropy, f1, matthewsCorrelation } from './decisions.ts';
import {
  determination,
  meanAbsoluteError,
  meanSquaredError,
  rankCorrelation,
  rootMeanSquaredError,
} from './errors-of-fit.ts';
import type { Metric } from './metric.ts';
import { averagePrecision, precisionRecallTrapezoid, rocAuc } from './ranking.ts';
import type { TaskType } from './task-type.ts';

/** The first metric of a task type is its default. */
export const metrics: readonly Metric[] = [
  {
    name: 'roc-auc',
    aliases: ['roc', 'auc'],
    sentence: 'Probability that a positive is ranked above a negative (area under the ROC curve).',
    task: 'classification',
    direction: 'higher',
    compute: rocAuc,
  },
  {
    name: 'prc-auc',
    aliases: ['prc', 'pr-auc', 'average-precision'],
    sentence: 'Area under the precision-recall curve in steps (average precision).',
    task: 'classification',
    direction: 'higher',
    compute: averagePrecision,
  },
  {
    name: 'prc-auc-trapezoid',
    aliases: ['pr-auc-trapezoid'],
    sentence: 'Area under the precision-recall curve by trapezoids, as older papers report it.',
    task: 'classification',
    direction: 'higher',
    compute: precisionRecallTrapezoid,
  },
  {
    name: 'accuracy',
    aliases: ['acc'],
    sentence: 'Share of right decisions at probability 0.5.',
    task: 'classification',
    direction: 'higher',
    compute: accuracy,
  },
  {
    name: 'f1',
    aliases: ['f1-score'],
    sentence: 'Harmonic mean of precision and recall at probability 0.5.',
    task: 'classification',
    direction: 'higher',
    compute: f1,
  },
  {
    name: 'mcc',
    aliases: ['matthews'],
    sentence: 'Matthews correlation of labels and decisions at probability 0.5.',
    task: 'classification',
    direction: 'higher',
    compute: matthewsCorrelation,
  },
  {
    name: 'bce',
    aliases: ['binary-cross-entropy', 'log-loss'],
    sentence: 'Binary cross-entropy.',
    task: 'classification',
    direction: 'lower',
    compute: binaryCrossEntropy,
  },
  {
    name: 'rmse',
    aliases: [],
    sentence: 'Root of the mean squared error, in the units of the target.',
    task: 'regression',
    direction: 'lower',
    compute: rootMeanSquaredError,
  },
  {
    name: 'mae',
    aliases: [],
    sentence: 'Mean absolute error, in the units of the target.',
    task: 'regression',
    direction: 'lower',
    compute: meanAbsoluteError,
  },
  {
    name: 'mse',
    aliases: [],
    sentence: 'Mean squared error.',
    task: 'regression',
    direction: 'lower',
    compute: meanSquaredError,
  },
  {
    name: 'r2',
    aliases: [],
    sentence: 'Share of the variance explained (coefficient of determination).',
    task: 'regression',
    direction: 'higher',
    compute: determination,
  },
  {
    name: 'spearman',
    aliases: ['rank-correlation'],
    sentence: "Spearman's rank correlation.",
    task: 'regression',
    direction: 'higher',
    compute: rankCorrelation,
  },
];

/** Metric by name or alias; dashes, underscores and capitals do not matter. Throws ConfigError for an unknown name. */
export function findMetric(name: string): Metric {
  const wanted = plain(name);
  const found = metrics.find((metric) => [metric.name, ...metric.aliases].some((known) => plain(known) === wanted));
  if (!found) {
    throw unknownName(
      'metric',
      name,
      metrics.map((metric) => metric.name),
    );
  }
  return found;
}

/** The same, refusing a metric of the other task type with ConfigError. */
export function metricFor(task: TaskType, name: string): Metric {
  const metric = findMetric(name);
  if (metric.task === task) return metric;
  const fitting = metrics.filter((candidate) => candidate.task === task).map((candidate) => candidate.name);
  throw new ConfigError({
    what: `metric ${metric.name} is for ${metric.task}, the targets are ${task}`,
    advice: `Metrics for ${task}: ${fitting.join(', ')}.`,
  });
}

/** roc-auc for classification, rmse for regression. */
export function defaultMetric(task: TaskType): Metric {
  return metrics.find((metric) => metric.task === task)!;
}

/** Whether `value` beats `best` strictly, in the metric's direction; an undefined value never does. */
export function isBetter(
  { direction }: Pick<Metric, 'direction'>,
  value: number | null,
  best: number | null | undefined,
  margin = 0,
): boolean {
  if (value === null) return false;
  if (best === null || best === undefined) return true;
  return direction === 'higher' ? value > best + margin : value < best - margin;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}
