/** What a network is trained on and with in one split of a run: for its training, and for everything that looks at it afterwards. */
import {
  type FeatureScaling,
  fitFeatureScaling,
  fitStandardization,
  type Split,
  type Standardization,
  scaledRows,
} from '../data/index.ts';
import type { SessionOptions } from '../objective/index.ts';
import type { RunContext } from './run-facts.ts';
import type { TrainingData } from './training-options.ts';

export interface SplitSetup {
  /** For openSession, and for losses of the same network. */
  readonly session: SessionOptions;
  readonly data: TrainingData;
  /** Of regression targets, fitted on the training rows. */
  readonly standardization: Standardization | undefined;
  /** Of molecule features, fitted on the training rows; undefined if the model reads none. */
  readonly featureScaling: FeatureScaling | undefined;
}

export function splitSetup(
  { config, data, resolved, features, runtime, threads }: RunContext,
  split: Split,
): SplitSetup {
  const { targets, taskNames, taskType, lines } = data.dataset;
  const isRegression = taskType === 'regression';
  const standardization = isRegression ? fitStandardization(targets, taskNames, split.train) : undefined;
  const extra = data.moleculeFeatures;
  const scaling = extra && fitFeatureScaling(extra, split.train, config.data.featuresScaling);
  const rows = extra && scaling && scaledRows(extra.values, scaling);
  const session: SessionOptions = {
    model: resolved.model,
    config: resolved.settings,
    tasks: taskNames.length,
    loss: config.training.loss ?? (isRegression ? resolved.model.regressionLoss : 'bce'),
    dropoutRate: (resolved.settings as { dropout?: number }).dropout ?? 0,
    features: rows ? features.map((each, row) => resolved.model.extra!.add(each, rows[row]!)) : features,
    runtime,
    threads,
    type: 'float32',
    transform: standardization
      ? { kind: 'scaled', mean: standardization.mean, scale: standardization.std }
      : { kind: 'probability' },
  };
  const describeRow = (row: number): string => `line ${lines[row]}`;
  const extraValues = extra && { extra: extra.values };
  const trainingData = { ...split, labels: targets, standardization, describeRow, ...extraValues };
  return { session, data: trainingData, standardization, featureScaling: scaling };
}
