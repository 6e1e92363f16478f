/** Labels that are values, without those that are only limits: what can be compared with a prediction. */
import type { Dataset } from './dataset.ts';

/** [rows, tasks] row-major, NaN where a label is missing or a limit. */
export function exactTargets({ targets, bounds }: Pick<Dataset, 'targets' | 'bounds'>): Float64Array {
  return bounds ? targets.map((target, index) => (bounds[index] === 0 ? target : Number.NaN)) : targets;
}
