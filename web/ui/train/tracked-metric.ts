/** The metric of the validation set that the second chart shows: the first that the epochs report. */
import type { Run } from '../state/run.ts';

export function trackedMetric(runs: readonly Run[]): string | undefined {
  for (const { epochs } of runs) {
    const metrics = epochs.value[0]?.validation;
    if (metrics) return Object.keys(metrics)[0];
  }
  return undefined;
}
