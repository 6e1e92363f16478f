/** Whether an epoch can be chosen at all: the tracked metric has to be defined on the validation part, whatever a model predicts. */
import { DataError, setting } from '../base/index.ts';
import { type Dataset, type Split, splitTypes, weighedTargets } from '../data/index.ts';
import { computeMetrics, type Metric } from '../metrics/index.ts';
import { findTask } from '../tasks/index.ts';
import { gatherRows } from './evaluator.ts';

/**
 * Throws DataError if no target can be judged on several validation rows, as where all of them have one class. A part of one row judges
 * nothing whatever the split: that is warned about while training.
 */
export function requireTracked(tracked: Metric, dataset: Dataset, split: Split, algorithm: string): void {
  const tasks = dataset.taskNames.length;
  const task = findTask(dataset.taskType);
  const labels = gatherRows(dataset.targets, split.val, tasks);
  const labeled = split.val.filter((_, row) => labels.subarray(row * tasks, (row + 1) * tasks).some(isLabel)).length;
  if (labeled < 2) return;
  const standardization = task.fit(weighedTargets(dataset, split.train), dataset.taskNames, split.train);
  const length = split.val.length * tasks * task.head(dataset).outputsPerTask;
  const different = Float64Array.from({ length }, (_, index) => Math.sin(index));
  const { mean } = computeMetrics([tracked], labels, task.read(different, dataset, standardization))[tracked.name]!;
  if (mean !== null) return;
  throw new DataError({
    code: 'one-class-only',
    path: ['split', 'type'],
    what: `${tracked.name} is undefined on the validation part: its ${labeled} molecules have ${task.labels.single} only in ${dataset.taskNames.join(', ')}`,
    where: dataset.name,
    advice: `No epoch could be chosen by it. ${otherPart(algorithm)}, or another ${setting('training.trackingMetric')}.`,
  });
}

function otherPart(algorithm: string): string {
  const isMade = (splitTypes as readonly string[]).includes(algorithm);
  if (!isMade) return 'Put molecules with other labels into the validation part of the split that was given';
  const another = algorithm.startsWith('scaffold')
    ? setting('split.type', 'random')
    : `another ${setting('split.seed')}`;
  return `Use ${another}, a larger share of validation (${setting('split.sizes')})`;
}

function isLabel(value: number): boolean {
  return !Number.isNaN(value);
}
