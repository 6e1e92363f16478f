/**
 * RWP, random weight perturbation, mixed form: a random perturbation can be larger than an adversarial one and needs no
 * ascent evaluation.
 *
 *     p = z * gamma * ||filter||  (filter-noise.ts);   the base rule gets  alpha * dL_B'(w + p) + (1 - alpha) * dL_B(w)
 *
 * B: the batch, B': the next one, as in the authors' code (two workers), so that a step reads two batches; `sameBatch`
 * uses B for both. alpha 1 is plain RWP: one evaluation, on B. Source: Li et al. 2022, arXiv 2211.11489; nblt/RWP.
 */
import { z } from 'zod';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import { filterNoise } from './filter-noise.ts';
import { mixture } from './mixture.ts';
import { fraction } from './shared.ts';

export const rwp = defineMethod({
  name: 'rwp',
  title: 'RWP',
  summary:
    'Averages the gradient with one at randomly perturbed weights; the noise scales with the norm of each filter.',
  guidance: 'When two evaluations can run in parallel, or as a random counterpart of SAM.',
  citation: {
    paper: 'Li et al. 2022, "Efficient generalization improvement guided by random weight perturbation"',
    arxiv: '2211.11489',
  },
  hyperparameters: z.strictObject({
    gamma: z.number().min(0).default(0.01).describe('deviation of the noise, relative to the norm of the filter'),
    alpha: fraction.default(0.5).describe('weight of the perturbed gradient'),
    sameBatch: z.boolean().default(false).describe('take both gradients on one batch'),
  }),
  aliases: { rho: 'gamma' },
  reducesToBase: { gamma: 0, sameBatch: true },
  evaluations: ({ alpha }) => ({ full: alpha < 1 ? 2 : 1, cheap: 0, forward: 0 }),
  memory: ({ alpha }) => ({ persistent: 0, transient: alpha < 1 ? 2 : 1 }),
  needs: ({ alpha, sameBatch }) => (alpha < 1 && !sameBatch ? ['nextBatch'] : []),
  create: ({ gamma, alpha, sameBatch }) => ({
    state: noState(),
    estimate: async (step) => {
      const { at, norm: perturbationNorm } = filterNoise(step, { scale: gamma });
      const mixed = await mixture(step, at, { share: alpha, sameBatch });
      return { ...mixed, rho: gamma, perturbationNorm };
    },
  }),
});
