/** Metrics over many tasks with missing labels: each task on its own, and the mean over the tasks where it is defined. */
import type { Metric, Pairs, ScoreKind } from './metric.ts';

export interface MetricValue {
  /** Mean over the tasks where the metric is defined; null if there is none. */
  readonly mean: number | null;
  /** One entry a task, [tasks]; null where undefined. */
  readonly perTask: readonly (number | null)[];
  readonly undefinedTasks: number;
}

/** Values by metric name. */
export type MetricValues = Readonly<Record<string, MetricValue>>;

export interface LabeledPredictions {
  /** Original units or 0/1, [rows, tasks] row-major, NaN where missing. */
  readonly labels: ArrayLike<number>;
  /** In the same units, or scores, [rows, tasks] row-major. */
  readonly predictions: ArrayLike<number>;
  readonly tasks: number;
  /** What predictions of a classification are. Default logit. */
  readonly scores?: ScoreKind;
}

export function computeMetrics(metrics: readonly Metric[], table: LabeledPredictions): MetricValues {
  const pairs = Array.from({ length: table.tasks }, (_, task) => pairsOfTask(table, task));
  return Object.fromEntries(
    metrics.map((metric) => [
      metric.name,
      summarize(pairs.map((task) => metric.compute(task, table.scores ?? 'logit'))),
    ]),
  );
}

function summarize(perTask: readonly (number | null)[]): MetricValue {
  const defined = perTask.filter((value) => value !== null);
  const sum = defined.reduce((total, value) => total + value, 0);
  return {
    mean: defined.length > 0 ? sum / defined.length : null,
    perTask,
    undefinedTasks: perTask.length - defined.length,
  };
}

function pairsOfTask({ labels, predictions, tasks }: LabeledPredictions, task: number): Pairs {
  const present: number[] = [];
  for (let place = task; place < labels.length; place += tasks) if (!Number.isNaN(labels[place]!)) present.push(place);
  return {
    labels: Float64Array.from(present, (place) => labels[place]!),
    predictions: Float64Array.from(present, (place) => predictions[place]!),
  };
}
