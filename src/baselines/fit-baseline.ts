/**
 * A baseline on a table and a split: each task is learned on its own, from the training rows that have its label. The validation part
 * chooses the settings, one choice for all tasks, by the first metric, as it chooses the epoch of a network; what was chosen is not
 * fitted again with the validation rows, so that networks and baselines learn from the same molecules.
 */
import { RandomStream } from '../base/index.ts';
import { errorScales, type Split } from '../data/index.ts';
import {
  comparableMean,
  computeMetrics,
  isBetter,
  type Metric,
  type MetricValues,
  Predictions,
} from '../metrics/index.ts';
import { defaultMetric, findTask } from '../tasks/index.ts';
import type { Baseline, BaselineSettings, TaskModel } from './baseline.ts';
import { type BaselineTable, eachOutput } from './each-output.ts';

export interface FitBaselineOptions {
  /** Of what a baseline draws (the forest's trees). */
  readonly seed: number;
  /** The first chooses the settings. Default: roc-auc or rmse. */
  readonly metrics?: readonly Metric[];
}

export interface BaselineResult {
  readonly baseline: string;
  readonly settings: BaselineSettings;
  readonly chosenBy: 'validation' | 'default';
  /** All that were tried, with the mean over the tasks of the first metric on the validation part. */
  readonly candidates: readonly { readonly settings: BaselineSettings; readonly validation: number | null }[];
  readonly validation: MetricValues | null;
  readonly test: MetricValues | null;
  /** Of the rows of the part, as users read them; none for a part without rows. */
  readonly validationPredictions: Predictions;
  readonly testPredictions: Predictions;
}

/** Throws DataError if a regression target has no label in the training part. */
export function fitBaseline(
  baseline: Baseline,
  table: BaselineTable,
  split: Split,
  { seed, metrics: given = [] }: FitBaselineOptions,
): BaselineResult {
  const metrics = given.length > 0 ? given : [defaultMetric(table.dataset.taskType)];
  const tracked = metrics[0]!;
  // Without validation rows there is nothing to choose by.
  const tried = split.val.length > 0 ? baseline.candidates : baseline.candidates.slice(0, 1);
  const scales = errorScales(table.dataset, split.train);
  const fitted = tried.map((settings) => {
    const models = fitTasks(baseline, settings, table, { train: split.train, seed });
    const validation = measure(models, table, split.val, { metrics, scales });
    const value = comparableMean(validation?.values[tracked.name]);
    return { settings, models, validation, value };
  });
  const best = fitted.reduce((first, other) => (isBetter(tracked, other.value, first.value) ? other : first));
  const test = measure(best.models, table, split.test, { metrics, scales });
  return {
    baseline: baseline.name,
    settings: best.settings,
    chosenBy: best.value === null ? 'default' : 'validation',
    candidates: fitted.map(({ settings, value }) => ({ settings, validation: value })),
    validation: best.validation?.values ?? null,
    test: test?.values ?? null,
    validationPredictions: best.validation?.predictions ?? Predictions.none(),
    testPredictions: test?.predictions ?? Predictions.none(),
  };
}

/** Predicts the outputs of one target for a row of the table. */
type TargetModel = (row: number) => Float64Array;

/** Each output of a target is learned by a model of its own. */
function fitTasks(
  baseline: Baseline,
  settings: BaselineSettings,
  table: BaselineTable,
  { train, seed }: { readonly train: readonly number[]; readonly seed: number },
): TargetModel[] {
  const { settle } = findTask(table.dataset.taskType).baselines;
  const models = eachOutput<TaskModel>(table, train, {
    constant: (value) => () => value,
    fit: (data, name) => baseline.fit(data, settings, new RandomStream(seed, `${baseline.name} ${name}`)),
  });
  return models.map((outputs) => (row) => settle(Float64Array.from(outputs, (model) => model(row))));
}

/** Undefined for a part without rows. */
function measure(
  models: readonly TargetModel[],
  { dataset }: BaselineTable,
  rows: readonly number[],
  { metrics, scales }: { readonly metrics: readonly Metric[]; readonly scales: readonly number[] | undefined },
): { values: MetricValues; predictions: Predictions } | undefined {
  if (rows.length === 0) return undefined;
  const values = rows.flatMap((row) => models.flatMap((model) => [...model(row)]));
  const predictions = findTask(dataset.taskType).final(values, dataset);
  const tasks = models.length;
  const labels = Float64Array.from({ length: rows.length * tasks }, (_, index) => {
    return dataset.targets[rows[Math.floor(index / tasks)]! * tasks + (index % tasks)]!;
  });
  return { values: computeMetrics(metrics, labels, predictions, { scales }), predictions };
}
