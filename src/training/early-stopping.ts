/** Which epoch was the best, and when to stop waiting for a better one. */

import { isBetter, type Metric } from '../metrics/index.ts';
import type { Tracking } from '../runs/index.ts';

export interface EarlyStopping {
  /** Epochs in a row without improvement after which training ends, >= 1. */
  readonly patience: number;
  /** An improvement must be larger than this to count, >= 0. Default 0. */
  readonly minDelta?: number;
}

export const nothingTracked: Tracking = { best: null, reference: null, epochsWithoutImprovement: 0 };

/**
 * Tracking after an epoch with this value of the metric. The best epoch needs a strictly better value; waiting ends only with
 * one better by minDelta. An epoch whose metric is undefined neither improves nor counts as waiting.
 */
export function track(
  tracking: Tracking,
  metric: Pick<Metric, 'direction'>,
  { epoch, value }: { readonly epoch: number; readonly value: number | null },
  { minDelta = 0 }: Partial<EarlyStopping> = {},
): Tracking {
  if (value === null) return tracking;
  const best = isBetter(metric, value, tracking.best?.value) ? { epoch, value } : tracking.best;
  if (isBetter(metric, value, tracking.reference, minDelta)) {
    return { best, reference: value, epochsWithoutImprovement: 0 };
  }
  return { ...tracking, best, epochsWithoutImprovement: tracking.epochsWithoutImprovement + 1 };
}

export function shouldStop(tracking: Tracking, earlyStopping: EarlyStopping | undefined): boolean {
  return earlyStopping !== undefined && tracking.epochsWithoutImprovement >= earlyStopping.patience;
}
