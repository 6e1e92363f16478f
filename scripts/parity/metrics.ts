/** Metrics: every case of metrics.json, task by task and as means; undefined must be undefined on both sides. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binaryCrossEntropy } from '../../src/metrics/decisions.ts';
import { rootMeanSquaredError } from '../../src/metrics/errors-of-fit.ts';
import { Predictions } from '../../src/metrics/predictions.ts';
import { computeMetrics } from '../../src/metrics/task-metrics.ts';
import { findMetric } from '../../src/tasks/index.ts';
import { unstandardize } from '../../src/tasks/standardize.ts';
import type { ParityPart, ParityResult } from './part.ts';

interface ClassificationCase {
  readonly name: string;
  readonly labels: readonly (readonly number[])[];
  readonly logits: readonly (readonly number[])[];
  readonly perTask: readonly Readonly<Record<string, number | null>>[];
  readonly bceWithLogits: number;
}
type RegressionCase = Readonly<Record<'mean' | 'std' | 'rmse' | 'mae' | 'mse' | 'r2' | 'standardisedRmse', number>> & {
  readonly name: string;
  readonly targets: readonly number[];
  readonly standardisedPredictions: readonly number[];
};

/** One number of the file beside ours. */
interface Comparison {
  readonly position: string;
  readonly expected: number | null;
  readonly found: number | null;
}

/** Both sides work in double precision on sums of at most hundreds of terms. */
const tolerance = 1e-12;

export const metricsParity: ParityPart = {
  path: 'metrics.json',
  async *check(folder) {
    const golden = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8'));
    yield compare('classification', (golden.classification ?? []).flatMap(classificationCase));
    yield compare('regression', (golden.regression ?? []).flatMap(regressionCase));
  },
};

/** Our name of a metric, and the golden file's names of its value by task and of its mean. */
const rankings = [
  ['roc-auc', 'rocAuc', 'meanRocAuc'],
  ['average-precision', 'averagePrecision', 'meanAveragePrecision'],
  ['prc-auc', 'prAucTrapezoid', 'meanPrAucTrapezoid'],
] as const;

function classificationCase(golden: ClassificationCase): Comparison[] {
  const tasks = golden.labels[0]!.length;
  const labels = Float64Array.from(golden.labels.flat(), (label) => (label < 0 ? Number.NaN : label));
  const predictions = Float64Array.from(golden.logits.flat());
  const means = golden as unknown as Readonly<Record<string, number | null>>;
  const ours = computeMetrics(
    rankings.map(([name]) => findMetric(name)),
    labels,
    new Predictions(predictions, { tasks }),
  );
  const ranked = rankings.flatMap(([name, byTask, mean]) => [
    { position: `${golden.name}, ${mean}`, expected: means[mean]!, found: ours[name]!.mean },
    ...golden.perTask.map((task, index) => ({
      position: `${golden.name}, ${byTask} of task ${index}`,
      expected: task[byTask]!,
      found: ours[name]!.perTask[index]!,
    })),
  ]);
  // The golden cross-entropy is one mean over all labels that are present, whatever their task.
  const present = [...labels.keys()].filter((index) => !Number.isNaN(labels[index]!));
  const pooled = { labels: present.map((index) => labels[index]!), predictions: present.map((at) => predictions[at]!) };
  const crossEntropy = binaryCrossEntropy(pooled, 'logit');
  return [...ranked, { position: `${golden.name}, bce`, expected: golden.bceWithLogits, found: crossEntropy }];
}

function regressionCase(golden: RegressionCase): Comparison[] {
  const { mean, std, targets, standardisedPredictions } = golden;
  const predictions = unstandardize(standardisedPredictions, { mean: [mean], std: [std] });
  const names = ['rmse', 'mae', 'mse', 'r2'] as const;
  const ours = computeMetrics(names.map(findMetric), targets, new Predictions(predictions, { tasks: 1 }));
  const standardized = { labels: targets.map((target) => (target - mean) / std), predictions: standardisedPredictions };
  return [
    ...names.map((name) => ({ position: `${golden.name}, ${name}`, expected: golden[name], found: ours[name]!.mean })),
    {
      position: `${golden.name}, standardisedRmse`,
      expected: golden.standardisedRmse,
      found: rootMeanSquaredError(standardized),
    },
  ];
}

/** Absolute up to 1, relative above. */
function compare(what: string, comparisons: readonly Comparison[]): ParityResult {
  let [largestAbsolute, largestRelative, note] = [0, 0, ''];
  for (const { position: where, expected, found } of comparisons) {
    const bothUndefined = expected === null && found === null;
    const difference = bothUndefined ? 0 : Math.abs((expected ?? Number.NaN) - (found ?? Number.NaN));
    const absolute = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    const relative = absolute / Math.max(1, Math.abs(expected ?? 1));
    if (relative > largestRelative) note = `${where}: expected ${expected}, found ${found}`;
    largestAbsolute = Math.max(largestAbsolute, absolute);
    largestRelative = Math.max(largestRelative, relative);
  }
  const passed = largestRelative <= tolerance;
  return { file: 'metrics.json', what, largestAbsolute, largestRelative, tolerance, passed, ...(note && { note }) };
}
