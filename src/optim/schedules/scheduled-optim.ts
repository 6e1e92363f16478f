/**
 * The warm-up that CoMPT's authors use with Adam, the schedule of "Attention is all you need" (arXiv 1706.03762,
 * section 5.3):
 *
 *     rate = factor * width ^ -0.5 * min(n ^ -0.5, n * warmupSteps ^ -1.5),   n = step + 1
 *
 * Linear for warmupSteps, then falling with the inverse root of the step.
 */
import { z } from 'zod';
import type { Clock } from '../objective.ts';
import type { Schedule } from './schedule.ts';

export const scheduledOptimOptions = z.strictObject({
  name: z.literal('scheduled-optim'),
  factor: z.number().positive().default(0.1),
  /** Width of the model (d_model). */
  width: z.number().int().positive().default(256),
  /** Length of the warm-up in steps, over `warmupEpochs`. */
  warmupSteps: z.number().positive().optional(),
  warmupEpochs: z.number().positive().default(2),
});

export function scheduledOptim(options: z.infer<typeof scheduledOptimOptions>): Schedule {
  const rate = (updates: number, warmupSteps: number): number =>
    options.factor * options.width ** -0.5 * Math.min(updates ** -0.5, updates * warmupSteps ** -1.5);
  const warmupOf = (clock: Clock): number => options.warmupSteps ?? options.warmupEpochs * clock.stepsPerEpoch;
  return {
    learningRate: (clock) => rate(clock.step + 1, warmupOf(clock)),
    range: (clock) => ({ lowest: 0, highest: rate(warmupOf(clock), warmupOf(clock)) }),
  };
}
