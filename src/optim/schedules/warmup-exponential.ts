/**
 * Linear warm-up, then exponential decay (called Noam in the training scripts of CoMPT and GROVER, though it is not the
 * schedule of the transformer paper; that one is inverse-sqrt.ts).
 *
 *     warm = floor(warmupEpochs * stepsPerEpoch),  total = totalEpochs * stepsPerEpoch,  s = step + 1
 *     s <= warm:   initial + s * (peak - initial) / warm
 *     s <= total:  peak * (final / peak) ^ ((s - warm) / (total - warm))
 *     later:       final
 *
 * s counts from 1 because the original advances once when it is built: the first step already runs one increment above
 * the initial rate. `firstStep: 'initial'` starts at the initial rate instead.
 */
import { z } from 'zod';
import { ConfigError } from '../../base/index.ts';
import type { Clock } from '../objective.ts';
import type { Schedule } from './schedule.ts';
import { firstRate, lastRate, peakRate, scheduleEpochs, warmupEpochs } from './settings.ts';

export const warmupExponentialOptions = z.strictObject({
  name: z.literal('warmup-exponential'),
  warmupEpochs: warmupEpochs(z.number().min(0).default(2)),
  totalEpochs: scheduleEpochs(z.number().positive().optional()),
  /** The peak, after the warm-up. */
  learningRate: peakRate(z.number().positive().default(1e-3)),
  initialLearningRate: firstRate(z.number().min(0).optional(), { otherwise: 'a tenth of the peak' }),
  finalLearningRate: lastRate(z.number().positive().optional(), { otherwise: 'a tenth of the peak' }),
  firstStep: z.enum(['increment', 'initial']).default('increment'),
  /** Factor of all rates, for tensors that are fine-tuned. */
  coefficient: z.number().min(0).default(1),
  /** As in the original, which keeps the coefficient in an array of integers: 0.5 becomes 0. */
  truncateCoefficient: z.boolean().default(false),
});

export type WarmupExponentialOptions = z.infer<typeof warmupExponentialOptions>;

/** Throws ConfigError if the warm-up is longer than the training, as soon as the length is known. */
export function warmupExponential(options: WarmupExponentialOptions): Schedule {
  const {
    learningRate: peak,
    initialLearningRate: initial = peak / 10,
    finalLearningRate: final = peak / 10,
  } = options;
  const coefficient = options.truncateCoefficient ? Math.trunc(options.coefficient) : options.coefficient;
  const learningRate = (clock: Clock): number => {
    const { warm, total } = lengths(options, clock);
    const step = clock.step + (options.firstStep === 'increment' ? 1 : 0);
    if (step <= warm && warm > 0) return coefficient * (initial + step * ((peak - initial) / warm));
    if (step <= total) return coefficient * peak * (final / peak) ** ((step - warm) / (total - warm));
    return coefficient * final;
  };
  const isWarmingUp = (clock: Clock): boolean => clock.step + 1 < lengths(options, clock).warm;
  return {
    learningRate,
    isWarmingUp,
    range: () => ({ lowest: coefficient * Math.min(initial, final), highest: coefficient * peak }),
  };
}

function lengths(options: WarmupExponentialOptions, clock: Clock): { warm: number; total: number } {
  const totalEpochs = options.totalEpochs ?? clock.epochs;
  const warm = Math.floor(options.warmupEpochs * clock.stepsPerEpoch);
  const total = totalEpochs * clock.stepsPerEpoch;
  if (warm < total) return { warm, total };
  throw new ConfigError({
    code: 'warmup-too-long',
    path: ['schedule', 'warmupEpochs'],
    what: `the warm-up of ${options.warmupEpochs} epochs is not shorter than the schedule of ${totalEpochs} epochs`,
    advice: 'Give fewer warm-up epochs or more epochs.',
  });
}
