/** Metrics of predictions, their intervals, calibration measures, and tests of differences between runs. */
export { bootstrapIntervals, type Interval, type MetricIntervals } from './bootstrap.ts';
export { type Reliability, type ReliabilityBin, reliability, wilsonInterval } from './calibration.ts';
export { determination, meanAbsoluteError, rootMeanSquaredError } from './errors-of-fit.ts';
export type { Metric, Pairs, ScoreKind } from './metric.ts';
export { deviation, holm, mean, type PairedDifference, pairedDifference } from './paired-differences.ts';
export { averagePrecision, rocAuc } from './ranking.ts';
export { precisionRecallCurve, rocCurve } from './ranking-curves.ts';
export { defaultMetric, findMetric, isBetter, metricFor, metrics } from './registry.ts';
export { computeMetrics, type LabeledPredictions, type MetricValue, type MetricValues } from './task-metrics.ts';
export { type TaskType, taskTypes } from './task-type.ts';
