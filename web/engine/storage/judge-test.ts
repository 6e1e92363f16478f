/** How sure the metrics of the test set are, and whether the model beats guessing. */
import {
  bootstrapIntervals,
  computeMetrics,
  type Interval,
  type Metric,
  metricFor,
  Predictions,
  type TestTable,
  type TrainingRunFile,
} from '../../../src/index.web.ts';
import type { Judgment } from '../protocol.ts';

/** Of the metrics that the run has measured; the first chose the epoch, and the verdict is by it. */
export function judgeTest(
  test: TestTable,
  { data, split, result }: Pick<TrainingRunFile, 'data' | 'split' | 'result'>,
): Judgment {
  const metrics = Object.keys(result?.test ?? {}).flatMap((name) => metricOrNone(data.taskType, name));
  const intervals: Record<string, Interval> = {};
  for (const metric of metrics) {
    const interval = bootstrapIntervals(test, metric)?.mean;
    if (interval) intervals[metric.name] = interval;
  }
  const guess = guessed(test, metrics, split);
  const [first] = metrics;
  const value = first && result?.test?.[first.name]?.mean;
  if (!first || value === null || value === undefined) return { intervals, guess };
  const verdict = verdictOf(first, { value, interval: intervals[first.name], guess: guess[first.name] });
  return { intervals, guess, ...(verdict !== undefined && { verdict }) };
}

/** A metric of a plugin, or of an earlier version, is not known here. */
function metricOrNone(taskType: TrainingRunFile['data']['taskType'], name: string): Metric[] {
  try {
    return [metricFor(taskType, name)];
  } catch {
    return [];
  }
}

/** What the mean of the training labels scores, where labels have one; a share of positives ranks nothing. */
function guessed(
  { labels, predictions }: TestTable,
  metrics: readonly Metric[],
  split: TrainingRunFile['split'],
): Readonly<Record<string, number>> {
  const tasks = split.parts.find(({ part }) => part === 'train')?.tasks ?? [];
  const constants = tasks.map(({ mean, positives, labeled }) => (positives === undefined ? mean : positives / labeled));
  if (predictions.width !== tasks.length || constants.some((each) => typeof each !== 'number')) return {};
  const rows = Array.from({ length: predictions.rows }, () => constants as number[]).flat();
  const found = computeMetrics(metrics, labels, new Predictions(rows, predictions));
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, { mean }]) => (mean === null ? [] : [[name, mean] as const])),
  );
}

interface Score {
  readonly value: number;
  readonly interval: Interval | undefined;
  readonly guess: number | undefined;
}

/** Clearly better: the whole interval is on the better side of guessing. */
function verdictOf({ name, direction }: Metric, { value, interval, guess }: Score): Judgment['verdict'] {
  if (guess === undefined) return undefined;
  const isBetter = (one: number): boolean => (direction === 'higher' ? one > guess : one < guess);
  const worst = interval?.[direction === 'higher' ? 0 : 1];
  const beatsGuessing = !isBetter(value) ? 'no' : worst !== undefined && isBetter(worst) ? 'clearly' : 'perhaps';
  return { metric: name, value, guess, beatsGuessing };
}
