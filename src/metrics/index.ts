/** Metrics of predictions, their intervals, calibration measures, and tests of differences between runs. */
export {
  bootstrapDifferences,
  bootstrapIntervals,
  type Interval,
  type MetricIntervals,
  type PairedRows,
} from './bootstrap.ts';
export { type Reliability, type ReliabilityBin, reliability, wilsonInterval } from './calibration.ts';
export { determination, meanAbsoluteError, rootMeanSquaredError } from './errors-of-fit.ts';
export type { Metric, Pairs } from './metric.ts';
export { holm, type PairedDifference, pairedDifference } from './paired-differences.ts';
export { type PredictionShape, Predictions, type ScoreKind } from './predictions.ts';
export { averagePrecision, rocAuc } from './ranking.ts';
export { precisionRecallCurve, rocCurve } from './ranking-curves.ts';
export { binaryMetrics, isBetter, multiclassMetrics, regressionMetrics } from './registry.ts';
export { confusion, likeliest } from './several-classes.ts';
export {
  comparableMean,
  comparableName,
  computeMetrics,
  type MetricValue,
  type MetricValues,
  standardizedNote,
} from './task-metrics.ts';
export { equalMassError, type RetentionPoint, resampled, retentionArea, retentionCurve } from './trust-measures.ts';
