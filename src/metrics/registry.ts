/**
 * The metrics of each kind of task that users can ask for with `--metrics` and `--tracking-metric`. A new one is a function and an entry
 * here; tasks/ says which list belongs to which task.
 */
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
import { classAccuracy, classCrossEntropy, classMatthewsCorrelation, macroF1, macroRocAuc } from './several-classes.ts';

type Metrics = readonly [Metric, ...Metric[]];

export const binaryMetrics: Metrics = [
  {
    name: 'roc-auc',
    aliases: ['roc', 'auc'],
    summary: 'Probability that a positive is ranked above a negative (area under the ROC curve).',
    direction: 'higher',
    compute: rocAuc,
  },
  {
    name: 'average-precision',
    aliases: ['ap'],
    summary: 'Average precision: the mean of the precision at each positive, by rank.',
    direction: 'higher',
    compute: averagePrecision,
  },
  {
    name: 'prc-auc',
    aliases: ['prc', 'pr-auc', 'prc-auc-trapezoid', 'pr-auc-trapezoid'],
    summary: 'Area under the precision-recall curve by trapezoids.',
    direction: 'higher',
    compute: precisionRecallTrapezoid,
  },
  {
    name: 'accuracy',
    aliases: ['acc'],
    summary: 'Share of right decisions at probability 0.5.',
    direction: 'higher',
    compute: accuracy,
  },
  {
    name: 'f1',
    aliases: ['f1-score'],
    summary: 'Harmonic mean of precision and recall at probability 0.5.',
    direction: 'higher',
    compute: f1,
  },
  {
    name: 'mcc',
    aliases: ['matthews'],
    summary: 'Matthews correlation of labels and decisions at probability 0.5.',
    direction: 'higher',
    compute: matthewsCorrelation,
  },
  {
    name: 'bce',
    aliases: ['binary-cross-entropy', 'log-loss'],
    summary: 'Binary cross-entropy.',
    direction: 'lower',
    compute: binaryCrossEntropy,
  },
];

export const regressionMetrics: Metrics = [
  {
    name: 'rmse',
    aliases: [],
    summary: 'Root of the mean squared error, in the units of the target.',
    direction: 'lower',
    unitPower: 1,
    compute: rootMeanSquaredError,
  },
  {
    name: 'mae',
    aliases: [],
    summary: 'Mean absolute error, in the units of the target.',
    direction: 'lower',
    unitPower: 1,
    compute: meanAbsoluteError,
  },
  {
    name: 'mse',
    aliases: [],
    summary: 'Mean squared error.',
    direction: 'lower',
    unitPower: 2,
    compute: meanSquaredError,
  },
  {
    name: 'r2',
    aliases: [],
    summary: 'Share of the variance explained (coefficient of determination).',
    direction: 'higher',
    compute: determination,
  },
  {
    name: 'spearman',
    aliases: ['rank-correlation'],
    summary: "Spearman's rank correlation.",
    direction: 'higher',
    compute: rankCorrelation,
  },
];

/** One of several classes: the most probable one is decided for. */
export const multiclassMetrics: Metrics = [
  {
    name: 'accuracy',
    aliases: ['acc'],
    summary: 'Share of molecules whose most probable class is theirs.',
    direction: 'higher',
    compute: classAccuracy,
  },
  {
    name: 'macro-f1',
    aliases: ['f1', 'f1-macro'],
    summary: 'Mean over the classes of the harmonic mean of precision and recall.',
    direction: 'higher',
    compute: macroF1,
  },
  {
    name: 'macro-roc-auc',
    aliases: ['roc-auc', 'roc', 'auc', 'roc-auc-ovr'],
    summary: 'Mean over the classes of the ROC-AUC of each against all others.',
    direction: 'higher',
    compute: macroRocAuc,
  },
  {
    name: 'mcc',
    aliases: ['matthews'],
    summary: 'Matthews correlation of labels and most probable classes.',
    direction: 'higher',
    compute: classMatthewsCorrelation,
  },
  {
    name: 'cross-entropy',
    aliases: ['ce', 'log-loss'],
    summary: 'Mean of -log of the probability of the labeled class.',
    direction: 'lower',
    compute: classCrossEntropy,
  },
];

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
