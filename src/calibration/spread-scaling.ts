/**
 * Deviations that a model says of its predictions, multiplied so that the errors of rows that it was not trained on are as large as they say:
 *   factor = sqrt( mean of (y - prediction)^2 / deviation^2 ), the most likely factor under normal errors
 * Source: Levi et al. 2022, Sensors 22(15) 5540 (arXiv 1905.11659).
 */
import { z } from 'zod';

export const spreadScalingSchema = z.object({
  /** Of each target. */
  targets: z.array(
    z.object({
      factor: z.number(),
      /** Smallest deviation before it is multiplied: no prediction is certain because members happen to agree. */
      floor: z.number(),
      labels: z.number(),
    }),
  ),
});
export type SpreadScaling = z.output<typeof spreadScalingSchema>;
type TargetScaling = SpreadScaling['targets'][number];

/** No factor. */
export const asItIs: TargetScaling = { factor: 1, floor: 0, labels: 0 };

/** Share of the median deviation below which none is believed. */
const leastShare = 0.1;

/**
 * errors: y - prediction; spread: what the model says of each. Without labels nothing is changed. Undefined if half of the deviations are 0,
 * as of members that are the same: errors cannot be divided by these.
 */
export function fitSpread(errors: readonly number[], spread: readonly number[]): TargetScaling | undefined {
  if (errors.length === 0) return asItIs;
  const sorted = spread.toSorted((left, right) => left - right);
  const floor = leastShare * sorted[Math.floor(sorted.length / 2)]!;
  if (floor === 0) return undefined;
  const squares = errors.reduce((sum, error, row) => sum + (error / Math.max(spread[row]!, floor)) ** 2, 0);
  const factor = Math.sqrt(squares / errors.length);
  return Number.isFinite(factor) && factor > 0
    ? { factor, floor, labels: errors.length }
    : { factor: 1, floor, labels: 0 };
}

export function scaledSpread(spread: number, { factor, floor }: TargetScaling): number {
  return factor * Math.max(spread, floor);
}
