/**
 * FGSAM, fast graph SAM: message passing is the costly part of a graph model, so ascend with it and descend without it.
 * dG is the gradient of the whole model, dM that of the model whose atoms exchange no messages, on the same weights.
 *
 *     g = dG(w);   p = rho * g / (||g|| + tiny);   the base rule gets  lambda * g + dM(w + p)
 *     convex (the code's intention):                                  (1 - lambda) * g + lambda * dM(w + p)
 *
 * Tensors that act only through attention do not occur in dM, where they are exactly 0: they learn through g alone. The
 * official code's back-propagation through moved weights is the gradient of nothing and has no option here. Source: Luo
 * et al. 2024, arXiv 2410.16845, algorithm 1; draym28/FGSAM_NeurIPS24.
 */
import { z } from 'zod';
import { ConfigError, combine } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import { gradientAtWeights, rho, tiny } from './shared.ts';

export const fgsam = defineMethod({
  name: 'fgsam',
  title: 'FGSAM',
  summary: 'Finds the perturbation with the full model and takes the gradient there without message passing.',
  guidance: 'When message passing dominates the cost, as for large molecules.',
  citation: {
    paper:
      'Luo et al. 2024, "Fast graph sharpness-aware minimization for enhancing and accelerating few-shot node classification"',
    arxiv: '2410.16845',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    lambda: z
      .number()
      .min(0)
      .default(0.5)
      .describe('weight of the whole model (variant convex: of the cheap one, at most 1)'),
    variant: z.enum(['paper', 'convex']).default('paper').describe('a sum of both gradients, or a weighted mean'),
  }),
  evaluations: () => ({ full: 1, cheap: 1, forward: 0 }),
  memory: () => ({ persistent: 0, transient: 2 }),
  needs: () => ['withoutMessagePassing'],
  check: ({ lambda, variant }) => {
    if (variant === 'paper' || lambda <= 1) return;
    throw new ConfigError({
      code: 'wrong-value',
      path: ['optimizer', 'hyperparameters', 'lambda'],
      what: `lambda is ${lambda}, and in a weighted mean it is a share`,
      advice: 'Give at most 1, or leave out variant convex.',
    });
  },
  create: ({ rho, lambda, variant }) => ({
    state: noState(),
    estimate: async (step) => {
      const whole = await gradientAtWeights(step, 'gradientAtWeights');
      if (whole.norm === 0 && rho > 0) step.note('the direction of the perturbation is zero: nothing was perturbed');
      const factor = whole.norm === 0 ? 0 : rho / (whole.norm + tiny);
      const gradient = step.scratch('gradient');
      await step.evaluate(step.perturbed(factor, whole.gradient), gradient, { variant: 'withoutMessagePassing' });
      const factors =
        variant === 'paper' ? { leftFactor: lambda, rightFactor: 1 } : { leftFactor: 1 - lambda, rightFactor: lambda };
      combine({ result: gradient, left: whole.gradient, right: gradient }, factors);
      return { gradient, loss: whole.loss, lossAt: 'weights', rho, perturbationNorm: factor * whole.norm };
    },
  }),
});
