/** What one finished run brings to a comparison: plain data, small enough to be kept by the hundred. */
import { mean, median } from '../base/index.ts';
import { comparableMean, type MetricValue, type MetricValues } from '../metrics/index.ts';
import type { EpochReport } from '../runs/index.ts';
import { type Cell, type CellCoordinates, classical } from './cell.ts';

export interface RunResult extends CellCoordinates {
  readonly seed: number;
  /** The metric that chose the epoch, by which the test part is reported. */
  readonly metric: string;
  /** Mean over the tasks, null if undefined. */
  readonly test: number | null;
  /** Of several quantities: means are in units of each one's deviation, since those of their own would mix units. */
  readonly isStandardized?: true | undefined;
  readonly testPerTask: readonly (number | null)[];
  readonly validation: number | null;
  /** Of the training; null for a classical model. */
  readonly training: TrainingFacts | null;
}

export interface TrainingFacts {
  readonly epochs: number;
  readonly bestEpoch: number;
  /** Gradient evaluations of a weight update: full ones, and those without mixing between atoms. */
  readonly evaluationsPerUpdate: { readonly full: number; readonly cheap: number };
  readonly secondsPerEpoch: number;
  /** Median over the epochs after the first. */
  readonly moleculesPerSecond: number;
  readonly trainLosses: readonly (number | null)[];
  readonly validations: readonly (number | null)[];
}

/** What is read of the result of a training or of a baseline. */
export interface FoundMetrics {
  readonly validation: MetricValues | null;
  readonly test: MetricValues | null;
  readonly bestEpoch?: number;
}

type Averaged = Pick<MetricValue, 'mean' | 'standardized'>;

/** What is read of an epoch. */
export interface EpochFacts
  extends Pick<EpochReport, 'trainLoss' | 'evaluations' | 'updates' | 'seconds' | 'moleculesPerSecond'> {
  readonly validation: Readonly<Record<string, Averaged>> | null;
}

/** A run's result from that of its run.json and its epochs (empty for a classical model). */
export function resultOf(cell: Cell, result: FoundMetrics, epochs: readonly EpochFacts[]): RunResult {
  const { dataset, model, optimizer, split, seed } = cell;
  const metric = Object.keys(result.test ?? result.validation ?? {})[0] ?? 'none';
  const [test, validation] = [result.test?.[metric], result.validation?.[metric]];
  const isStandardized = (test ?? validation)?.standardized !== undefined;
  return {
    ...{ dataset, model, optimizer, split, seed, metric },
    test: comparableMean(test),
    ...(isStandardized && { isStandardized }),
    testPerTask: test?.perTask ?? [],
    validation: comparableMean(validation),
    training: model === classical ? null : trainingFacts(epochs, metric, result.bestEpoch ?? epochs.length),
  };
}

/** One result for the folds of a training, at least one: means over them; the facts of the training are the first one's. */
export function meanOfFolds(folds: readonly RunResult[]): RunResult {
  const [first] = folds;
  if (folds.length === 1) return first!;
  return {
    ...first!,
    test: meanOf(folds.map(({ test }) => test)),
    testPerTask: first!.testPerTask.map((_, task) => meanOf(folds.map(({ testPerTask }) => testPerTask[task]!))),
    validation: meanOf(folds.map(({ validation }) => validation)),
  };
}

/** Null if a fold has none: a mean over the others would be one of easier folds. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? mean(known) : null;
}

function trainingFacts(epochs: readonly EpochFacts[], metric: string, bestEpoch: number): TrainingFacts {
  const total = (value: (report: EpochFacts) => number): number =>
    epochs.reduce((sum, report) => sum + value(report), 0);
  const updates = total((report) => report.updates);
  // The first epoch warms the runtime up.
  const measured = epochs.length > 1 ? epochs.slice(1) : epochs;
  return {
    epochs: epochs.length,
    bestEpoch,
    evaluationsPerUpdate: {
      full: total(({ evaluations }) => evaluations.full) / updates,
      cheap: total(({ evaluations }) => evaluations.cheap) / updates,
    },
    secondsPerEpoch: median(measured.map(({ seconds }) => seconds)),
    moleculesPerSecond: median(measured.map(({ moleculesPerSecond }) => moleculesPerSecond)),
    trainLosses: epochs.map(({ trainLoss }) => trainLoss),
    validations: epochs.map(({ validation }) => comparableMean(validation?.[metric])),
  };
}
