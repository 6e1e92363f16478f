/** What a network is trained on and with in one split of a run: for its training, and for everything that looks at it afterwards. */
import { ConfigError, setting } from '../base/index.ts';
import {
  type Dataset,
  exactTargets,
  type FeatureScaling,
  fitFeatureScaling,
  type Split,
  scaledRows,
  weighedTargets,
} from '../data/index.ts';
import type { Predictions } from '../metrics/index.ts';
import type { SessionOptions } from '../objective/index.ts';
import { recipeOf, type TrainConfig } from '../runs/index.ts';
import { findTask, type LossDefinition, lossFor, type Standardization, type TaskHead } from '../tasks/index.ts';
import { drawnFeatures } from './drawn-features.ts';
import { labelWeights, rowsByClass } from './label-weights.ts';
import type { RunContext } from './run-context.ts';
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
  const { dataset } = data;
  const { targets, taskNames, taskType, lines, bounds } = dataset;
  const { training } = config;
  const task = findTask(taskType);
  // Limits are no values: a mean of them would say nothing.
  const labels = exactTargets(dataset);
  const standardization = task.fit(weighedTargets(dataset, split.train), taskNames, split.train);
  const weights = labelWeights(dataset, split.train, training);
  const extra = data.moleculeFeatures;
  const scaling = extra && fitFeatureScaling(extra, split.train, config.data.featuresScaling);
  const rows = extra && scaling && scaledRows(extra.values, scaling);
  const withExtra = (own: unknown, row: number): unknown => (rows ? resolved.model.extra!.add(own, rows[row]!) : own);
  const drawn =
    config.data.atomOrder === 'random' ? drawnFeatures(data.dataset.molecules, resolved.model, config) : undefined;
  const { loss, head } = lossAndHead(dataset, config);
  const session: SessionOptions = {
    model: resolved.model,
    config: resolved.settings,
    tasks: taskNames.length,
    head,
    isWeighted: weights !== undefined,
    bounds,
    loss,
    dropoutRate: (resolved.settings as { dropout?: number }).dropout ?? 0,
    features: features.map(withExtra),
    featuresIn: drawn && ((row: number, epoch: number) => withExtra(drawn(row, epoch), row)),
    runtime,
    threads,
    type: 'float32',
    standardization,
  };
  const describeRow = (row: number): string => `line ${lines[row]}`;
  const extraValues = extra && { extra: extra.values };
  const read = (raw: ArrayLike<number>): Predictions =>
    task.read(head.valuesOf?.(raw) ?? raw, dataset, standardization);
  const scales = taskNames.length > 1 ? standardization?.std : undefined;
  const trainingData = {
    ...split,
    labels,
    scales,
    ...(bounds && { trainedLabels: targets }),
    ...(weights && { weights }),
    ...(training.classBalance === 'sampling' && { groups: rowsByClass(dataset, split.train) }),
    standardization,
    read,
    describeRow,
    ...extraValues,
  };
  return { session, data: trainingData, standardization, featureScaling: scaling };
}

/** What is learned, and the outputs that it needs. */
export function lossAndHead(
  dataset: Dataset,
  { training, model }: Pick<TrainConfig, 'training' | 'model'>,
): { readonly loss: LossDefinition; readonly head: TaskHead } {
  const { taskType } = dataset;
  const task = findTask(taskType);
  const named = lossFor(taskType, training.loss ?? recipeOf({ model }).losses[taskType] ?? task.losses[0].name);
  const loss = training.nllBeta === undefined ? named : betaLoss(named, training.nllBeta);
  const { saysVariance } = loss;
  return { loss, head: task.head(dataset, { labelSmoothing: training.labelSmoothing, saysVariance }) };
}

function betaLoss(loss: LossDefinition, beta: number): LossDefinition {
  if (loss.withBeta) return loss.withBeta(beta);
  throw new ConfigError({
    code: 'unused-setting',
    path: ['training', 'nllBeta'],
    what: `the loss ${loss.name} has no beta`,
    advice: `Choose ${setting('training.loss', 'mean-variance')}, or leave it out.`,
  });
}
