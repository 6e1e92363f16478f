/** Metrics as people and programs read them. */

import { formatNumber } from '../base/index.ts';
import type { MetricValues } from '../metrics/index.ts';

/** `roc-auc 0.91 (2 of 12 tasks undefined), prc-auc 0.88`: the mean over the tasks where it is defined, of the first metrics. */
export function metricsText(values: MetricValues | null, atMost = Number.POSITIVE_INFINITY): string {
  return Object.entries(values ?? {})
    .slice(0, atMost)
    .map(([name, { mean, undefinedTasks, perTask, standardized }]) => {
      const missing =
        undefinedTasks > 0 && perTask.length > 1 ? ` (${undefinedTasks} of ${perTask.length} tasks undefined)` : '';
      const comparable = standardized === undefined ? '' : ` (${formatNumber(standardized)} standardized)`;
      return `${name} ${formatNumber(mean)}${comparable}${missing}`;
    })
    .join(', ');
}

/** Whether the means are of several quantities. */
export function mixesUnits(values: MetricValues): boolean {
  return Object.values(values).some(({ standardized }) => standardized !== undefined);
}

/** A line a task: `  NR-AR: roc-auc 0.81`. */
export function taskLines(values: MetricValues, tasks: readonly string[]): string[] {
  const names = Object.keys(values);
  return tasks.map((task, index) => {
    const parts = names.map((name) => `${name} ${formatNumber(values[name]!.perTask[index])}`);
    return `  ${task}: ${parts.join(', ')}`;
  });
}

/** Means by metric name, null where undefined: what `test` of the last JSON object holds. */
export function meansOf(values: MetricValues | null): Record<string, number | null> | null {
  if (!values) return null;
  return Object.fromEntries(Object.entries(values).map(([name, { mean }]) => [name, mean]));
}

/** Each task's metrics by task name. */
export function perTaskOf(values: MetricValues | null, tasks: readonly string[]): Record<string, unknown> | null {
  if (!values) return null;
  const ofTask = (index: number): [string, unknown][] =>
    Object.entries(values).map(([name, { perTask }]) => [name, perTask[index] ?? null]);
  return Object.fromEntries(tasks.map((task, index) => [task, Object.fromEntries(ofTask(index))]));
}
