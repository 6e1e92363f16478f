/**
 * Linear warm-up, then half a cosine (SGDR without restarts, arXiv 1608.03983, equation 5):
 *
 *     step < warm:   initial + (highest - initial) * step / warm
 *     later:         final + (highest - final) * (1 + cos(pi * (step - warm) / (total - warm))) / 2
 */
import { z } from 'zod';
import { ConfigError } from '../../base/index.ts';
import type { Schedule } from './schedule.ts';
import { firstRate, lastRate, peakRate, warmupEpochs } from './settings.ts';

export const cosineOptions = z.strictObject({
  name: z.literal('cosine'),
  warmupEpochs: warmupEpochs(z.number().min(0).default(0)),
  /** The peak, after the warm-up. */
  learningRate: peakRate(z.number().positive().default(1e-3)),
  initialLearningRate: firstRate(z.number().min(0).default(0)),
  finalLearningRate: lastRate(z.number().min(0).default(0)),
});

export function cosine(options: z.infer<typeof cosineOptions>): Schedule {
  const { learningRate: highest, initialLearningRate: initial, finalLearningRate: final } = options;
  return {
    learningRate: ({ step, stepsPerEpoch, epochs }) => {
      const warm = Math.floor(options.warmupEpochs * stepsPerEpoch);
      const total = epochs * stepsPerEpoch;
      if (warm >= total) {
        throw new ConfigError({
          code: 'warmup-too-long',
          path: ['schedule', 'warmupEpochs'],
          what: `the warm-up of ${options.warmupEpochs} epochs is not shorter than the training of ${epochs} epochs`,
          advice: 'Give fewer warm-up epochs or more epochs.',
        });
      }
      if (step < warm) return initial + ((highest - initial) * step) / warm;
      const progress = Math.min(1, (step - warm) / (total - warm));
      return final + ((highest - final) * (1 + Math.cos(Math.PI * progress))) / 2;
    },
    isWarmingUp: ({ step, stepsPerEpoch }) => step < Math.floor(options.warmupEpochs * stepsPerEpoch),
    range: () => ({ lowest: options.warmupEpochs > 0 ? Math.min(initial, final) : final, highest }),
  };
}
