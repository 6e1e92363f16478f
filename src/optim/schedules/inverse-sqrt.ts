/**
 * The warm-up that CoMPT's authors use with Adam, the schedule of "Attention is all you need" (arXiv 1706.03762,
 * section 5.3):
 *
 *     rate = factor * width ^ -0.5 * min(n ^ -0.5, n * warmupSteps ^ -1.5),   n = step + 1
 *
 * Linear for warmupSteps, then falling with the inverse root of the step. Its peak is factor * (width * warmupSteps) ^ -0.5;
 * `learningRate` gives the peak itself.
 */
import { z } from 'zod';
import type { Clock } from '../objective.ts';
import type { Schedule } from './schedule.ts';
import { peakRate, warmupEpochs, warmupFactor, warmupSteps } from './settings.ts';

export const inverseSqrtOptions = z.strictObject({
  name: z.literal('inverse-sqrt'),
  /** The peak, at the end of the warm-up, instead of factor and width. */
  learningRate: peakRate(z.number().positive().optional()),
  factor: warmupFactor(z.number().positive().default(0.1)),
  /** Width of the model (d_model). */
  width: z.number().int().positive().default(256),
  /** Length of the warm-up in steps, over `warmupEpochs`. */
  warmupSteps: warmupSteps(z.number().positive().optional()),
  warmupEpochs: warmupEpochs(z.number().positive().default(2)),
});

export function inverseSqrt(options: z.infer<typeof inverseSqrtOptions>): Schedule {
  const scale = (warmupSteps: number): number =>
    options.learningRate === undefined
      ? options.factor * options.width ** -0.5
      : options.learningRate * warmupSteps ** 0.5;
  const rate = (updates: number, warmupSteps: number): number =>
    scale(warmupSteps) * Math.min(updates ** -0.5, updates * warmupSteps ** -1.5);
  const warmupOf = (clock: Clock): number => options.warmupSteps ?? options.warmupEpochs * clock.stepsPerEpoch;
  return {
    learningRate: (clock) => rate(clock.step + 1, warmupOf(clock)),
    isWarmingUp: (clock) => clock.step + 1 < warmupOf(clock),
    range: (clock) => ({ lowest: 0, highest: rate(warmupOf(clock), warmupOf(clock)) }),
  };
}
