/** What the predictions of the test set are worth: metrics with intervals, beside guessing and a forest. */
import {
  bootstrapDifferences,
  bootstrapIntervals,
  comparableMean,
  computeMetrics,
  findTask,
  type Metric,
  metricFor,
  type TestTable,
  type TrainingRunFile,
} from '../../../src/index.web.ts';
import type { Difference, TestBaseline, TestEvaluation, TestMetric } from '../protocol.ts';
import type { FittedForest } from './forest-file.ts';
import { guesses } from './guesses.ts';

export type EvaluatedRun = Pick<TrainingRunFile, 'data' | 'split' | 'result'>;

/**
 * What chemists ask of a model first, of each kind of task those that it has. The area under the precision-recall curve is the average
 * precision: by trapezoids, guessing would seem to rank (0.73 where 45 % are positive).
 */
const usual = ['rmse', 'mae', 'r2', 'roc-auc', 'average-precision', 'macro-f1', 'macro-roc-auc'];

/** forest: undefined where none is fitted; what run.json says of one is then shown. */
export function evaluateTest(test: TestTable, run: EvaluatedRun, forest: FittedForest | undefined): TestEvaluation {
  const metrics = metricsOf(run);
  const scales = scalesOf(run);
  const measuredMetrics = measured({ ...test, scales }, metrics).map((metric) => ({
    ...metric,
    value: ownValue(run, metric) ?? metric.value,
  }));
  const baselineOf = (table: TestTable, found: Omit<TestBaseline, 'metrics' | 'difference'>): TestBaseline => ({
    ...found,
    metrics: measured({ ...table, scales }, metrics),
    difference: metrics[0] && differenceOf({ ...test, scales }, table, metrics[0]),
  });
  const guessed = guesses(test, run.split, run.data.taskType);
  const baselines = [
    ...(guessed ? [baselineOf({ ...test, predictions: guessed }, { name: 'mean' })] : []),
    ...(forest ? [baselineOf(forest.table, { name: 'forest', seconds: forest.seconds })] : recordedForest(run)),
  ];
  const labeled = test.tasks.map(({ labels }) => labels.filter((label) => !Number.isNaN(label)).length);
  return { labeled, metrics: measuredMetrics, baselines, scales };
}

/** As run.json tells of the training labels; undefined where errors have no unit, or one. */
function scalesOf({ data: { tasks, taskType }, split }: EvaluatedRun): readonly number[] | undefined {
  if (tasks.length < 2 || !findTask(taskType).report.scalesErrors) return undefined;
  const found = split.parts.find(({ part }) => part === 'train')?.tasks.map(({ std }) => std) ?? [];
  // What is no number is written as text.
  const scales = found.flatMap((std) => (typeof std === 'number' ? [std || 1] : []));
  return scales.length === tasks.length ? scales : undefined;
}

/** What the run says of a metric, where it is in the same unit. */
function ownValue({ result }: EvaluatedRun, { name, isStandardized }: TestMetric): number | null | undefined {
  const own = result?.test?.[name];
  return own && (own.standardized !== undefined) === (isStandardized ?? false) ? comparableMean(own) : undefined;
}

type ScaledTable = TestTable & Pick<TestEvaluation, 'scales'>;

/** Of the metrics that the run has measured, the first; then the usual ones, then what else it has measured. */
function metricsOf({ data: { taskType }, result }: EvaluatedRun): Metric[] {
  const [first, ...further] = Object.keys(result?.test ?? {});
  const known = new Set(findTask(taskType).metrics.map(({ name }) => name));
  const names = new Set([...(first ? [first] : []), ...usual.filter((name) => known.has(name)), ...further]);
  return [...names].flatMap((name) => metricOrNone(taskType, name));
}

/** A metric of a plugin, or of an earlier version, is not known here. */
function metricOrNone(taskType: TrainingRunFile['data']['taskType'], name: string): Metric[] {
  try {
    return [metricFor(taskType, name)];
  } catch {
    return [];
  }
}

function measured({ labels, predictions, scales }: ScaledTable, metrics: readonly Metric[]): TestMetric[] {
  const found = computeMetrics(metrics, labels, predictions, { scales });
  return metrics.map((metric) => {
    const value = found[metric.name]!;
    const { perTask } = value;
    const intervals = bootstrapIntervals({ labels, predictions, scales }, metric);
    return {
      name: metric.name,
      direction: metric.direction,
      ...(value.standardized !== undefined && { isStandardized: true as const }),
      value: comparableMean(value),
      interval: intervals?.mean,
      perTask: perTask.map((value, task) => ({ value, interval: intervals?.perTask[task] })),
    };
  });
}

/** Undefined where one of them is not defined. */
function differenceOf(first: ScaledTable, second: TestTable, metric: Metric): Difference | undefined {
  const { labels, predictions, scales } = first;
  const meanOf = (table: TestTable): number | null =>
    comparableMean(computeMetrics([metric], labels, table.predictions, { scales })[metric.name]!);
  const [own, other] = [meanOf(first), meanOf(second)];
  if (own === null || other === null) return undefined;
  const intervals = bootstrapDifferences({ labels, predictions, scales, others: second.predictions }, metric);
  return { value: own - other, interval: intervals?.mean };
}

/** The forest that the command line fitted beside the run: its first metric is in run.json, its predictions are not. */
function recordedForest(run: EvaluatedRun): TestBaseline[] {
  const context = run.result?.testContext;
  const value = context?.baselines?.find(({ name }) => name === 'descriptor-forest')?.value;
  const metric = context && metricOrNone(run.data.taskType, context.metric)[0];
  if (!metric || typeof value !== 'number') return [];
  const { name, direction } = metric;
  const { isStandardized } = context;
  return [
    { name: 'forest', metrics: [{ name, direction, ...(isStandardized && { isStandardized }), value, perTask: [] }] },
  ];
}
