/** What is fitted to the validation part once a model is trained, and what its file then gives for the parts of the data. */
import {
  calibrated,
  defaultCalibration,
  type FittedTrust,
  fitTrust,
  type HeldOutRows,
  scaledSpread,
} from '../calibration/index.ts';
import { type Dataset, exactTargets } from '../data/index.ts';
import { computeMetrics, type MetricValues, type Predictions } from '../metrics/index.ts';
import type { TrainConfig } from '../runs/index.ts';
import { findTask, metricsOf } from '../tasks/index.ts';
import { gatherRows } from './evaluator.ts';

/** rows: positions of the predictions in the data set; the deviations beside them: [rows, tasks]. */
export function fitHeldOut(
  dataset: Dataset,
  { rows, ...held }: { readonly rows: readonly number[] } & Omit<HeldOutRows, 'labels'>,
  { calibration }: TrainConfig['training'],
): FittedTrust {
  const labels = gatherRows(exactTargets(dataset), rows, dataset.taskNames.length);
  return fitTrust(
    { labels, ...held },
    {
      task: findTask(dataset.taskType),
      taskNames: dataset.taskNames,
      classes: dataset.classes,
      calibration: calibration ?? defaultCalibration,
      isAsked: calibration !== undefined,
    },
  );
}

export interface CorrectedPart {
  readonly predictions: Predictions;
  /** null for a part without rows. */
  readonly metrics: MetricValues | null;
}

/** A part as the corrected file predicts it. Nothing changes without a correction. */
export function correctedPart(
  dataset: Dataset,
  {
    predictions,
    metrics,
    rows,
    scales,
  }: CorrectedPart & { readonly rows: readonly number[]; readonly scales?: readonly number[] | undefined },
  { fitted, training }: { readonly fitted: FittedTrust; readonly training: TrainConfig['training'] },
): CorrectedPart {
  const calibration = fitted.trust.classes;
  if (!calibration || metrics === null) return { predictions, metrics };
  const corrected = calibrated(predictions, findTask(dataset.taskType), { calibration, classes: dataset.classes });
  const labels = gatherRows(exactTargets(dataset), rows, dataset.taskNames.length);
  return {
    predictions: corrected,
    metrics: computeMetrics(metricsOf(dataset.taskType, training), labels, corrected, { scales }),
  };
}

/** Deviations as the model file scales them, [rows, tasks]; undefined: the model says none. */
export function scaledDeviations(
  spread: ArrayLike<number> | undefined,
  { trust }: FittedTrust,
): Float64Array | undefined {
  const targets = trust.spread?.targets;
  return (
    spread && targets && Float64Array.from(spread, (each, at) => scaledSpread(each, targets[at % targets.length]!))
  );
}
