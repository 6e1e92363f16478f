/** Targets that are quantities: networks predict them standardized by the training part, users read original units. */
import { mean, populationDeviation } from '../base/index.ts';
import { Predictions, regressionMetrics } from '../metrics/index.ts';
import { meanVarianceHead, meanVarianceLoss } from './mean-variance.ts';
import { regressionHead } from './regression-head.ts';
import { huber, meanAbsolute, meanSquared, rootMeanSquared } from './regression-losses.ts';
import { numberColumns } from './single-output.ts';
import { fitStandardization, unstandardize } from './standardize.ts';
import type { TaskDefinition } from './task.ts';

const outputs = ['value'];

export const regression: TaskDefinition = {
  name: 'regression',
  preset: 'regression',
  labels: {
    areNames: false,
    hasClasses: false,
    canAverage: true,
    canBeBounds: true,
    single: 'one value',
    undefinedOfSingle: 'the rank correlation',
    summarize: (labels) => ({ mean: mean(labels), std: populationDeviation(labels) }),
    classCounts: () => undefined,
  },
  losses: [rootMeanSquared, meanSquared, meanAbsolute, huber, meanVarianceLoss()],
  metrics: regressionMetrics,
  columns: numberColumns,
  words: {
    summary: 'Targets are quantities, predicted in their own units.',
    choice: 'regression: a number',
    question: 'how large is a value',
    measured: 'measured',
    predicted: 'predicted',
    predictionOf: '',
    errorTitle: (targets) =>
      targets.length > 1 ? 'mean absolute error (standard deviations)' : `mean absolute error of ${targets[0]}`,
  },
  report: {
    charts: ['residuals'],
    error: (label, values) => Math.abs(label - values[0]!),
    scalesErrors: true,
  },
  baselines: { link: 'identity', unlabeled: undefined, settle: (values) => values },
  fit: fitStandardization,
  head: (_space, { saysVariance = false } = {}) => (saysVariance ? meanVarianceHead : regressionHead),
  read: (raw, { taskNames }, standardization) =>
    new Predictions(standardization ? unstandardize(raw, standardization) : raw, { tasks: taskNames.length, outputs }),
  final: (values, { taskNames }) => new Predictions(values, { tasks: taskNames.length, outputs }),
  explained: (raw, { name, scale = { mean: 0, std: 1 } }) => ({
    title: name,
    weights: Array.from(raw, (_, output) => (output === 0 ? scale.std : 0)),
    offset: scale.mean,
  }),
  toFinal: (predictions) => predictions,
};
