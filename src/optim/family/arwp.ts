/**
 * ARWP, adaptive random weight perturbation: less noise where past gradients were large. One evaluation a step.
 *
 *     sigma_t = sigma * (1 + inc * (1 - cos(pi t / T)) / 2)      (rises from sigma to sigma (1 + inc); T: all steps)
 *     p = filter noise of scale sigma_t, damped by F (filter-noise.ts)
 *     u = dL(w + p);   F <- beta * F + u^2;   the base rule gets u
 *
 * F starts at 0, so the first noise is undamped, and has no factor 1 - beta. Source: Li et al. 2022, arXiv 2211.11489,
 * and its successor 2404.00357; nblt/mARWP.
 */
import { z } from 'zod';
import { add, elementwise, multiply } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import type { Clock } from '../objective.ts';
import { filterNoise } from './filter-noise.ts';
import { fraction } from './shared.ts';

/** F <- beta * F + u^2. */
export const accumulateSquares = elementwise({
  vectors: ['past', 'gradient'],
  scalars: ['beta'],
  result: ({ past, gradient }, { beta }) => ({ past: add(multiply(beta, past), multiply(gradient, gradient)) }),
});

/** sigma_t: the deviation grows over the training. */
export function growingDeviation({ step, epochs, stepsPerEpoch }: Clock, sigma: number, increase: number): number {
  return sigma * (1 + (increase * (1 - Math.cos((Math.PI * step) / (epochs * stepsPerEpoch)))) / 2);
}

export const arwp = defineMethod({
  name: 'arwp',
  title: 'ARWP',
  summary:
    'Takes the gradient at randomly perturbed weights; the noise is smaller where gradients were large and grows during training.',
  guidance: 'When only one evaluation per step is affordable and sensitive weights need less noise.',
  citation: {
    paper: 'Li et al. 2024, "Revisiting random weight perturbation for efficiently improving generalization"',
    arxiv: '2404.00357',
  },
  hyperparameters: z.strictObject({
    sigma: z
      .number()
      .min(0)
      .default(0.01)
      .describe('deviation of the noise at first, relative to the norm of the filter'),
    inc: z.number().min(0).default(15).describe('increase of the deviation over the training, as a multiple of sigma'),
    eta: z.number().min(0).default(1).describe('how much past squared gradients damp the noise'),
    beta: fraction.lt(1).default(0.9).describe('fraction of the past squared gradients that is kept each step'),
  }),
  aliases: { rho: 'sigma' },
  reducesToBase: { sigma: 0 },
  evaluations: () => ({ full: 1, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 1, transient: 1 }),
  needs: () => [],
  create: ({ sigma, inc, eta, beta }, { allocate }) => {
    const past = allocate();
    return {
      state: { vectors: { past }, scalars: {} },
      estimate: async (step) => {
        const scale = growingDeviation(step.clock, sigma, inc);
        const { at, norm: perturbationNorm } = filterNoise(step, { scale, damping: { past, eta } });
        const gradient = step.scratch('gradient');
        const { loss, norm } = await step.evaluate(at, gradient);
        const commit = (): void => void accumulateSquares({ past, gradient }, { beta });
        return { gradient, norm, loss, lossAt: 'perturbed weights', rho: scale, perturbationNorm, commit };
      },
    };
  },
});
