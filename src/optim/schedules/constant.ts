/** The same learning rate throughout. */
import { z } from 'zod';
import type { Schedule } from './schedule.ts';
import { peakRate } from './settings.ts';

export const constantOptions = z.strictObject({
  name: z.literal('constant'),
  learningRate: peakRate(z.number().min(0).default(1e-3)),
});

export function constant({ learningRate }: z.infer<typeof constantOptions>): Schedule {
  return {
    learningRate: () => learningRate,
    range: () => ({ lowest: learningRate, highest: learningRate }),
    isWarmingUp: () => false,
  };
}
