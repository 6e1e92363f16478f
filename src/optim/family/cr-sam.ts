/**
 * CR-SAM, curvature regularized SAM: counters a growing non-linearity of the loss, where one ascent step is a poor
 * adversary.
 *
 *     p = rho * g / (||g|| + tiny);   s = dL(w + p);   r = dL(w - p)
 *     the base rule gets  s + gamma * (s + r - 2 g) + beta * (s - r)
 *
 * `coefficients: constant` (default) is the code that made the published results. `normalized` is the paper's form,
 * whose regularizer is gamma * log(trace of the Hessian) + beta * log(gradient norm), both by finite differences: the
 * brackets are divided by L(w+p) + L(w-p) - 2 L(w) and by L(w+p) - L(w-p). A divisor that is not positive (the
 * logarithm has no value) drops its term. Cost: 3 evaluations, the two extra ones independent of each other. Source: Wu
 * et al. 2024, arXiv 2312.13555; TrustAIoT/CR-SAM.
 */
import { z } from 'zod';
import { add, elementwise, multiply } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import { gradientAtWeights, rho, tiny, unperturbed } from './shared.ts';

const combined = elementwise({
  vectors: ['plus', 'minus', 'clean'],
  scalars: ['plusFactor', 'minusFactor', 'cleanFactor'],
  result: ({ plus, minus, clean }, { plusFactor, minusFactor, cleanFactor }) => ({
    plus: add(add(multiply(plusFactor, plus), multiply(minusFactor, minus)), multiply(cleanFactor, clean)),
  }),
});

export const crSam = defineMethod({
  name: 'cr-sam',
  title: 'CR-SAM',
  summary: 'SAM with a penalty on curvature and gradient norm, from one more gradient at the opposite perturbation.',
  guidance: 'When SAM alone no longer helps late in training; three times the cost of the base rule.',
  citation: {
    paper: 'Wu et al. 2024, "CR-SAM: curvature regularized sharpness-aware minimization"',
    arxiv: '2312.13555',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.1),
    gamma: z.number().min(0).default(0.1).describe('strength of the penalty on curvature'),
    beta: z.number().min(0).default(0.1).describe('strength of the penalty on the gradient norm'),
    coefficients: z
      .enum(['constant', 'normalized'])
      .default('constant')
      .describe('gamma and beta as they are (the code), or divided by the loss differences (the paper)'),
  }),
  reducesToBase: { rho: 0 },
  evaluations: () => ({ full: 3, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 0, transient: 3 }),
  needs: () => [],
  create: ({ rho, gamma, beta, coefficients }) => ({
    state: noState(),
    estimate: async (step) => {
      const clean = await gradientAtWeights(step, 'gradientAtWeights');
      if (rho === 0 || clean.norm === 0) return unperturbed(step, clean, rho);
      const factor = rho / (clean.norm + tiny);
      const gradient = step.scratch('gradient');
      const opposite = step.scratch('otherGradient');
      const plus = await step.evaluate(step.perturbed(factor, clean.gradient), gradient);
      const minus = await step.evaluate(step.perturbed(-factor, clean.gradient), opposite);
      const divided = (strength: number, divisor: number): number => {
        if (coefficients === 'constant') return strength;
        if (divisor > 0) return strength / divisor;
        step.note('a loss difference is not positive: its term of the penalty was left out');
        return 0;
      };
      const curvature = divided(gamma, plus.loss + minus.loss - 2 * clean.loss);
      const slope = divided(beta, plus.loss - minus.loss);
      combined(
        { plus: gradient, minus: opposite, clean: clean.gradient },
        { plusFactor: 1 + curvature + slope, minusFactor: curvature - slope, cleanFactor: -2 * curvature },
      );
      return { gradient, loss: clean.loss, lossAt: 'weights', rho, perturbationNorm: factor * clean.norm };
    },
  }),
});
