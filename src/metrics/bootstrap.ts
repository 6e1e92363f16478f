/** How far a test metric could be off because the test part is small: its spread over test parts drawn again from the molecules. */
import { RandomStream } from '../base/index.ts';
import type { Metric } from './metric.ts';
import type { Predictions } from './predictions.ts';
import { comparableMean, computeMetrics, type MetricValue } from './task-metrics.ts';

/** Tested molecules: labels, [molecules, tasks], NaN where missing, and what was predicted. */
export interface TestedRows {
  readonly labels: ArrayLike<number>;
  readonly predictions: Predictions;
  /** Deviation of each of several quantities, [tasks]: their mean is then the one that is free of units. */
  readonly scales?: readonly number[] | undefined;
}

export type Interval = readonly [low: number, high: number];

export interface MetricIntervals {
  /** Of the mean over the tasks; undefined where too few draws define it. */
  readonly mean: Interval | undefined;
  readonly perTask: readonly (Interval | undefined)[];
}

/** Labels that are looked at in all draws together: about half a second. */
const labelsAtMost = 2e6;
const [fewestDraws, mostDraws] = [100, 1000];

/**
 * 95 % percentile intervals over molecules drawn with replacement, always the same ones. Undefined for a test part so large that
 * fewer than 100 draws would be made: its metric is sharp anyway. Source: Efron 1979.
 */
export function bootstrapIntervals(tested: TestedRows, metric: Metric): MetricIntervals | undefined {
  return overDraws(tested.predictions, (drawn) => metricOfRows(tested, drawn, metric));
}

/** Two predictions of the same molecules. */
export interface PairedRows extends TestedRows {
  readonly others: Predictions;
}

/**
 * 95 % intervals of the metric of `predictions` minus that of `others`. Both are measured on the same draws: what makes a draw easy or hard for
 * both cancels, so that the interval is narrower than those of the two metrics suggest.
 */
export function bootstrapDifferences({ others, ...tested }: PairedRows, metric: Metric): MetricIntervals | undefined {
  const minus = (left: number | null, right: number | null): number | null =>
    left === null || right === null ? null : left - right;
  return overDraws(tested.predictions, (drawn) => {
    const own = metricOfRows(tested, drawn, metric);
    const other = metricOfRows({ ...tested, predictions: others }, drawn, metric);
    const perTask = own.perTask.map((value, task) => minus(value, other.perTask[task]!));
    return { mean: minus(own.mean, other.mean), perTask };
  });
}

type DrawnValue = Pick<MetricValue, 'mean' | 'perTask'>;

function overDraws(
  { rows, tasks }: Predictions,
  measure: (drawn: readonly number[]) => DrawnValue,
): MetricIntervals | undefined {
  const draws = Math.min(mostDraws, Math.floor(labelsAtMost / (rows * tasks)));
  if (rows === 0 || draws < fewestDraws) return undefined;
  const stream = new RandomStream(0, 'bootstrap of the test part');
  const means: number[] = [];
  const perTask = Array.from({ length: tasks }, (): number[] => []);
  for (let draw = 0; draw < draws; draw++) {
    const value = measure(Array.from({ length: rows }, () => Math.floor(stream.uniform() * rows)));
    if (value.mean !== null) means.push(value.mean);
    value.perTask.forEach((each, task) => {
      if (each !== null) perTask[task]!.push(each);
    });
  }
  return { mean: middle95(means, draws), perTask: perTask.map((values) => middle95(values, draws)) };
}

function metricOfRows(
  { labels, predictions, scales }: TestedRows,
  rows: readonly number[],
  metric: Metric,
): DrawnValue {
  const { tasks } = predictions;
  const drawn = Float64Array.from({ length: rows.length * tasks }, (_, index) => {
    return labels[rows[Math.floor(index / tasks)]! * tasks + (index % tasks)]!;
  });
  const value = computeMetrics([metric], drawn, predictions.ofRows(rows), { scales })[metric.name]!;
  return { mean: comparableMean(value), perTask: value.perTask };
}

/**
 * Undefined if the metric was not defined in nearly all draws, or the same in all of them: of one molecule, or of molecules that are all
 * right, draws say nothing of how far the metric could be off.
 */
function middle95(values: readonly number[], draws: number): Interval | undefined {
  if (values.length < 0.95 * draws) return undefined;
  const [low, high] = percentiles95(values);
  return low === high ? undefined : [low, high];
}

/** Between which the middle 95 % of some values lie; there is at least one. */
export function percentiles95(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(0.025), at(0.975)];
}
