/**
 * Standardization of regression targets: zero mean and unit deviation per task, from the training rows alone, so that nothing
 * of validation and test leaks into training.
 */
import { DataError, mean, populationDeviation, setting } from '../base/index.ts';

/** One entry a task. */
export interface Standardization {
  readonly mean: readonly number[];
  /** Population deviation (divided by n); 1 for a task whose training targets are all equal. */
  readonly std: readonly number[];
}

/**
 * mean_t = sum y_it / n_t,  std_t = sqrt(sum (y_it - mean_t)^2 / n_t)  over the training rows i that have a label of task t.
 * targets: [rows, tasks] row-major, NaN where missing. Throws DataError if a task has no label among the training rows.
 */
export function fitStandardization(
  targets: Float64Array,
  taskNames: readonly string[],
  trainRows: readonly number[],
): Standardization {
  const tasks = taskNames.length;
  const moments = taskNames.map((name, task) => {
    const values = trainRows.map((row) => targets[row * tasks + task]!).filter((value) => !Number.isNaN(value));
    if (values.length === 0) throw targetWithoutLabels(name);
    const constant = values.every((value) => value === values[0]);
    return constant ? { mean: values[0]!, std: 1 } : { mean: mean(values), std: populationDeviation(values) || 1 };
  });
  return { mean: moments.map(({ mean }) => mean), std: moments.map(({ std }) => std) };
}

/** (y - mean) / std of every entry of [rows, tasks]; NaN stays NaN. */
export function standardize(values: ArrayLike<number>, { mean, std }: Standardization): Float64Array {
  const tasks = mean.length;
  return Float64Array.from(values, (value, index) => (value - mean[index % tasks]!) / std[index % tasks]!);
}

/** The inverse: y * std + mean of every entry of [rows, tasks]. */
export function unstandardize(values: ArrayLike<number>, { mean, std }: Standardization): Float64Array {
  const tasks = mean.length;
  return Float64Array.from(values, (value, index) => value * std[index % tasks]! + mean[index % tasks]!);
}

/** There is nothing to learn of it. */
export function targetWithoutLabels(name: string): DataError {
  return new DataError({
    code: 'target-without-labels',
    path: ['data', 'targetColumns'],
    what: `target ${name} has no label in the training part`,
    advice: `Leave the target out with ${setting('data.targetColumns')}, or choose another split.`,
  });
}
