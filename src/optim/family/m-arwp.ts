/**
 * m-ARWP, mixed adaptive random weight perturbation: the mixture of RWP with the damped noise of ARWP.
 *
 *     p = filter noise of scale sigma, damped by F;   s = dL_B'(w + p)
 *     the base rule gets  lambda * s + (1 - lambda) * dL_B(w);    F <- beta * F + s^2
 *
 * sigma is constant unless `inc` lets it rise as in ARWP. B' is the next batch unless `sameBatch`.
 * Source: Li et al. 2024, arXiv 2404.00357; nblt/mARWP.
 */
import { z } from 'zod';
import { defineMethod } from '../definition.ts';
import { accumulateSquares, growingDeviation } from './arwp.ts';
import { filterNoise } from './filter-noise.ts';
import { mixture } from './mixture.ts';
import { fraction } from './shared.ts';

export const mArwp = defineMethod({
  name: 'm-arwp',
  title: 'm-ARWP',
  summary:
    'Averages the gradient with one at randomly perturbed weights; the noise is smaller where gradients were large.',
  guidance: 'Instead of RWP when tensors differ strongly in sensitivity.',
  citation: {
    paper: 'Li et al. 2024, "Revisiting random weight perturbation for efficiently improving generalization"',
    arxiv: '2404.00357',
  },
  hyperparameters: z.strictObject({
    sigma: z.number().min(0).default(0.015).describe('deviation of the noise, relative to the norm of the filter'),
    lambda: fraction.default(0.5).describe('weight of the perturbed gradient'),
    eta: z.number().min(0).default(0.1).describe('how much past squared gradients damp the noise'),
    beta: fraction.lt(1).default(0.99).describe('fraction of the past squared gradients that is kept each step'),
    inc: z.number().min(0).default(0).describe('increase of the deviation over the training, as a multiple of sigma'),
    sameBatch: z.boolean().default(false).describe('take both gradients on one batch'),
  }),
  aliases: { rho: 'sigma' },
  reducesToBase: { sigma: 0, sameBatch: true },
  evaluations: ({ lambda }) => ({ full: lambda < 1 ? 2 : 1, cheap: 0, forward: 0 }),
  memory: ({ lambda }) => ({ persistent: 1, transient: lambda < 1 ? 2 : 1 }),
  needs: ({ lambda, sameBatch }) => (lambda < 1 && !sameBatch ? ['nextBatch'] : []),
  create: ({ sigma, lambda, eta, beta, inc, sameBatch }, { allocate }) => {
    const past = allocate();
    return {
      state: { vectors: { past }, scalars: {} },
      estimate: async (step) => {
        const scale = growingDeviation(step.clock, sigma, inc);
        const { at, norm: perturbationNorm } = filterNoise(step, { scale, damping: { past, eta } });
        const { perturbed, ...mixed } = await mixture(step, at, { share: lambda, sameBatch });
        const commit = (): void => void accumulateSquares({ past, gradient: perturbed }, { beta });
        return { ...mixed, rho: scale, perturbationNorm, commit };
      },
    };
  },
});
