/** Labels that are values, without those that are only limits: what can be compared with a prediction; and those of them that teach something. */
import type { Dataset } from './dataset.ts';

/** [rows, tasks] row-major, NaN where a label is missing or a limit. */
export function exactTargets({ targets, bounds }: Pick<Dataset, 'targets' | 'bounds'>): Float64Array {
  return bounds ? targets.map((target, index) => (bounds[index] === 0 ? target : Number.NaN)) : targets;
}

/**
 * Of them those by which training knows the scale of its targets: without labels of training rows that weigh nothing, as far as others are left.
 * [rows, tasks] row-major, NaN where there is none.
 */
export function weighedTargets(
  dataset: Pick<Dataset, 'targets' | 'bounds' | 'taskNames' | 'weights'>,
  train: readonly number[],
): Float64Array {
  const exact = exactTargets(dataset);
  const { weights, taskNames } = dataset;
  const weightless = weights ? train.filter((row) => weights[row] === 0) : [];
  if (weightless.length === 0) return exact;
  const weighed = exact.slice();
  taskNames.forEach((_, task) => {
    const cell = (row: number): number => row * taskNames.length + task;
    const isLeft = train.some((row) => weights![row]! > 0 && !Number.isNaN(exact[cell(row)]!));
    if (isLeft) for (const row of weightless) weighed[cell(row)] = Number.NaN;
  });
  return weighed;
}
