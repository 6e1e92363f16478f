/**
 * A baseline on a table and a split: each task is learned on its own, from the training rows that have its label. The validation part
 * chooses the settings, one choice for all tasks, by the first metric, as it chooses the epoch of a network; what was chosen is not
 * fitted again with the validation rows, so that networks and baselines learn from the same molecules.
 */
import { DataError, RandomStream } from '../base/index.ts';
import type { Dataset, Split } from '../data/index.ts';
import { computeMetrics, defaultMetric, isBetter, type Metric, type MetricValues } from '../metrics/index.ts';
import { gatherRows } from '../training/index.ts';
import type { Baseline, BaselineSettings, TaskModel } from './baseline.ts';
import type { FingerprintTable } from './fingerprints.ts';

/** A data set and the fingerprints of its molecules. */
export interface BaselineTable {
  readonly dataset: Pick<Dataset, 'targets' | 'taskNames' | 'taskType'>;
  readonly fingerprints: FingerprintTable;
}

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
  /** Original units, or probabilities, [rows of the test part, tasks] row-major. */
  readonly testPredictions: Float64Array;
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
  const fitted = tried.map((settings) => {
    const models = fitTasks(baseline, settings, table, split.train, seed);
    const validation = measure(models, table, split.val, metrics)?.values ?? null;
    const value = validation ? validation[tracked.name]!.mean : null;
    return { settings, models, validation, value };
  });
  const best = fitted.reduce((first, other) => (isBetter(tracked, other.value, first.value) ? other : first));
  const test = measure(best.models, table, split.test, metrics);
  return {
    baseline: baseline.name,
    settings: best.settings,
    chosenBy: best.value === null ? 'default' : 'validation',
    candidates: fitted.map(({ settings, value }) => ({ settings, validation: value })),
    validation: best.validation,
    test: test?.values ?? null,
    testPredictions: test?.predictions ?? new Float64Array(0),
  };
}

function fitTasks(
  baseline: Baseline,
  settings: BaselineSettings,
  { dataset, fingerprints }: BaselineTable,
  train: readonly number[],
  seed: number,
): TaskModel[] {
  const { taskNames, taskType, targets } = dataset;
  return taskNames.map((name, task) => {
    const label = (row: number): number => targets[row * taskNames.length + task]!;
    const rows = train.filter((row) => !Number.isNaN(label(row)));
    const labels = Float64Array.from(rows, label);
    if (rows.length === 0 && taskType === 'regression') throw noLabels(name);
    // One class, or nothing at all: there is nothing to learn, and no metric is defined that could reward it.
    const constant = rows.length === 0 ? 0.5 : labels[0]!;
    if (labels.every((value) => value === constant)) return () => constant;
    const random = new RandomStream(seed, `${baseline.name} ${name}`);
    return baseline.fit({ table: fingerprints, rows, labels, taskType }, settings, random);
  });
}

/** Undefined for a part without rows. */
function measure(
  models: readonly TaskModel[],
  { dataset }: BaselineTable,
  rows: readonly number[],
  metrics: readonly Metric[],
): { values: MetricValues; predictions: Float64Array } | undefined {
  if (rows.length === 0) return undefined;
  const tasks = models.length;
  const predictions = Float64Array.from({ length: rows.length * tasks }, (_, place) =>
    models[place % tasks]!(rows[Math.floor(place / tasks)]!),
  );
  const labels = gatherRows(dataset.targets, rows, tasks);
  return { values: computeMetrics(metrics, { labels, predictions, tasks, scores: 'probability' }), predictions };
}

function noLabels(name: string): DataError {
  return new DataError({
    what: `target ${name} has no label in the training part`,
    advice: 'Leave the target out with --target-columns, or choose another split.',
  });
}
