/**
 * AE-SAM: SAM only where the gradient is unusually long. The squared norms of the gradients are taken for normally
 * distributed, their mean and variance are tracked by moving averages, and a step is SAM's if its own stands out:
 *
 *     mu     <- delta mu     + (1 - delta) ||g||^2
 *     sigma2 <- delta sigma2 + (1 - delta) (||g||^2 - mu)^2
 *     SAM if  ||g||^2 >= mu + c_t sqrt(sigma2),    c_t = lambda2 + (lambda1 - lambda2) t / T
 *
 * t counts steps of T in the training: the threshold falls, so that SAM becomes more frequent towards the end. At the first step
 * mu and sigma2 are 0. Cost: between 1 and 2 evaluations, about 1.5. Source: Jiang et al. 2023, arXiv 2304.14647, algorithm 1.
 */
import { z } from 'zod';
import { defineMethod } from '../definition.ts';
import { ascended, fraction, gradientAtWeights, rho } from './shared.ts';

export const aeSam = defineMethod({
  name: 'ae-sam',
  title: 'AE-SAM',
  summary: 'SAM on steps with an unusually large gradient norm, the base rule on the others.',
  guidance: 'When SAM helps but should cost about half as much extra.',
  citation: {
    paper: 'Jiang et al. 2023, "An adaptive policy to employ sharpness-aware minimization"',
    arxiv: '2304.14647',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    delta: fraction.lt(1).default(0.9).describe('fraction of the moving averages that is kept each step'),
    lambda1: z
      .number()
      .default(-1)
      .describe('deviations above the mean that a gradient needs at the end of the training'),
    lambda2: z.number().default(1).describe('deviations above the mean that a gradient needs at its start'),
  }),
  onDevice: () => true,
  reducesToBase: { rho: 0 },
  evaluations: ({ lambda1, lambda2 }) => ({ full: 1 + shareOfSam(lambda1, lambda2), cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 0, transient: 1 }),
  needs: () => [],
  create: ({ rho, delta, lambda1, lambda2 }) => {
    const state = { vectors: {}, scalars: { mean: 0, variance: 0 } };
    return {
      state,
      estimate: async (step) => {
        const first = await gradientAtWeights(step, 'gradient');
        const squared = first.norm ** 2;
        const mean = delta * state.scalars.mean + (1 - delta) * squared;
        const variance = delta * state.scalars.variance + (1 - delta) * (squared - mean) ** 2;
        const progress = step.clock.step / (step.clock.epochs * step.clock.stepsPerEpoch);
        const threshold = mean + (lambda2 + (lambda1 - lambda2) * progress) * Math.sqrt(variance);
        const commit = (): void => {
          Object.assign(state.scalars, { mean, variance });
        };
        if (squared < threshold) return { ...first, lossAt: 'weights', rho: 0, perturbationNorm: 0, commit };
        return { ...(await ascended(step, first, rho)), commit };
      },
    };
  },
});

/** Expected share of SAM steps if squared norms are normally distributed, by the logistic curve that is nearest to their own. */
function shareOfSam(lambda1: number, lambda2: number): number {
  const steepness = 1.702;
  if (lambda1 === lambda2) return 1 / (1 + Math.exp(steepness * lambda1));
  const area = (bound: number): number => Math.log1p(Math.exp(-steepness * bound));
  return (area(lambda1) - area(lambda2)) / (steepness * (lambda2 - lambda1));
}
