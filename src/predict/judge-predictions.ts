/** How good the predictions of a model file are on a table with labels. */
import { type Dataset, exactTargets, selectRows } from '../data/index.ts';
import { computeMetrics, type MetricValues, type Predictions } from '../metrics/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { defaultMetric, metricFor } from '../tasks/index.ts';

export interface Judging {
  readonly card: Pick<ModelCard, 'taskType' | 'standardization'>;
  /** Of further metrics. */
  readonly names: readonly string[];
  /** Positions of the rows that the model was not trained on. */
  readonly rest: readonly number[];
}

export interface Judged {
  readonly metrics: MetricValues;
  /** Of the rest, where it is some of the rows. */
  readonly restMetrics?: MetricValues | undefined;
}

/** Means of several quantities are given in units of their deviations in training, too, where the file has one scale for all of its networks. */
export function judgePredictions(
  dataset: Dataset,
  predictions: Predictions,
  { card: { taskType, standardization }, names, rest }: Judging,
): Judged {
  const metrics = [defaultMetric(taskType), ...names.map((name) => metricFor(taskType, name))];
  const scales = dataset.taskNames.length > 1 ? standardization?.std : undefined;
  const isPart = rest.length > 0 && rest.length < dataset.smiles.length;
  return {
    metrics: computeMetrics(metrics, exactTargets(dataset), predictions, { scales }),
    restMetrics: isPart
      ? computeMetrics(metrics, exactTargets(selectRows(dataset, rest)), predictions.ofRows(rest), { scales })
      : undefined,
  };
}
