/**
 * RST, randomized sharpness-aware training: each step tosses a coin between SAM and the base rule.
 *
 *     with the probability q:   the step of SAM        otherwise:   the gradient at the weights
 *
 * Cost: 1 + q evaluations on average. q 1 is SAM, q 0 the base rule. Source: Zhao, Zhang and Hu 2022, arXiv 2203.09962, with a
 * constant probability (its scheduling function is an option there).
 */
import { z } from 'zod';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import { ascended, fraction, gradientAtWeights, rho } from './shared.ts';

export const rst = defineMethod({
  name: 'rst',
  title: 'RST',
  summary: 'Chooses at random, at each step, between SAM and the base rule.',
  guidance: 'As a baseline: a method cheaper than SAM should beat skipping SAM steps at random.',
  citation: {
    paper:
      'Zhao et al. 2022, "Randomized sharpness-aware training for boosting computational efficiency in deep learning"',
    arxiv: '2203.09962',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    probability: fraction.default(0.5).describe('probability of a SAM step'),
  }),
  onDevice: () => true,
  reducesToBase: { probability: 0 },
  evaluations: ({ probability }) => ({ full: 1 + probability, cheap: 0, forward: 0 }),
  memory: ({ probability }) => ({ persistent: 0, transient: probability > 0 ? 1 : 0 }),
  needs: () => [],
  create: ({ rho, probability }) => ({
    state: noState(),
    estimate: async (step) => {
      const isSam = step.noise.uniform() < probability;
      const first = await gradientAtWeights(step, 'gradient');
      return isSam ? ascended(step, first, rho) : { ...first, lossAt: 'weights', rho: 0, perturbationNorm: 0 };
    },
  }),
});
