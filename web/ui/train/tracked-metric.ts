/** The metric of the validation set that the second chart shows: the first that the epochs report. */
import type { EpochReport } from '../../engine/protocol.ts';
import { metricTitle } from '../results/metric-name.ts';
import type { Run } from '../state/run.ts';

export function trackedMetric(runs: readonly Run[]): string | undefined {
  for (const { epochs } of runs) {
    const metrics = epochs.value[0]?.validation;
    if (metrics) return Object.keys(metrics)[0];
  }
  return undefined;
}

/** Of targets of different units the mean in deviations of each, by which the epoch is chosen. */
export function trackedValue(report: EpochReport | undefined, metric: string | undefined): number | null {
  const value = metric === undefined ? undefined : report?.validation?.[metric];
  if (!value) return null;
  return value.standardized === undefined ? value.mean : value.standardized;
}

export function trackedTitle(runs: readonly Run[], metric: string): string {
  const isStandardized = runs.some(({ epochs }) => epochs.value[0]?.validation?.[metric]?.standardized !== undefined);
  return `${metricTitle(metric)}${isStandardized ? ', standardized' : ''}`;
}
