/**
 * SAM: the gradient at the worst nearby point.
 *
 *     p = rho * g / (||g|| + tiny),   the base rule gets the gradient at w + p
 *     adaptive:  p = rho * w^2 * g / (|| w * g || + tiny)      (the form of davda54/sam, on every tensor)
 *
 * `precondition`: along g / (root of the base rule's second moment + epsilon) instead of g (arXiv 2502.02407).
 * `lossBudget`: a radius by the rise of the loss, LE-SAM (loss-budget.ts).
 *
 * With `every: k` only steps 0, k, 2k, ... of the training are such, the others give the plain gradient.
 *
 * Cost: 2 evaluations (1 + 1/k), 1 extra vector. rho 0 or ||g|| 0: no perturbation and no second evaluation.
 * `variant: authors`: the SAM in the GraphSAM authors' code, authors/sam.ts. Source: Foret et al. 2021, arXiv
 * 2010.01412.
 */
import { z } from 'zod';
import { add, distance, elementwise, multiply, productSum, type Vector, weightedNorm } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { type Method, noState } from '../method.ts';
import type { Step } from '../step.ts';
import { multipliesByLoss } from './authors/graphsam.ts';
import { authorsSam } from './authors/sam.ts';
import { annealFrom, checkBudget, lossBudget, type Radius, radiusOf } from './loss-budget.ts';
import { ascended, gradientAtWeights, precondition, refuse, rho, tiny, unperturbed } from './shared.ts';

export const sam = defineMethod({
  name: 'sam',
  title: 'SAM',
  summary:
    'Takes the gradient at the approximately worst point nearby, found by one ascent step, to prefer flat regions.',
  guidance:
    "The reference method of the family, at twice the cost of the base rule. In our runs its minima were flatter than Adam's and its predictions not distinguishable (docs/results.md).",
  citation: {
    paper: 'Foret et al. 2021, "Sharpness-aware minimization for efficiently improving generalization"',
    arxiv: '2010.01412',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    adaptive: z
      .boolean()
      .optional()
      .describe('scale the perturbation by the squared weights (default: paper false, authors true)'),
    precondition,
    lossBudget,
    annealFrom,
    variant: z
      .enum(['paper', 'authors'])
      .default('paper')
      .describe("the paper's algorithm or the SAM of the GraphSAM authors' code"),
    every: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('paper: steps from one perturbed step to the next (default 1)'),
    radius: z.number().min(0).optional().describe('authors: longest perturbation of one tensor (default 0.05)'),
    gamma: z.number().positive().max(1).optional().describe('authors: factor of the radius (default 0.5)'),
    lambda: z.number().int().positive().optional().describe('authors: epochs between two reductions (default 1)'),
    lossScaled: z.boolean().optional().describe('authors: multiply the second gradient by the loss (default true)'),
  }),
  aliases: { epochSteps: 'lambda' },
  onDevice: ({ variant, adaptive }) => variant === 'paper' && !adaptive,
  multipliesByLoss,
  reducesToBase: { rho: 0 },
  evaluations: ({ every = 1 }) => ({ full: 1 + 1 / every, cheap: 0, forward: 0 }),
  memory: ({ precondition }) => ({ persistent: 0, transient: precondition ? 2 : 1 }),
  needs: () => [],
  check: ({ variant, adaptive, every, precondition, lossBudget, annealFrom, ...ofAuthors }) => {
    if (variant === 'authors') {
      return refuse({ every, precondition, lossBudget, annealFrom }, 'variant is authors');
    }
    const { radius, gamma, lambda, lossScaled } = ofAuthors;
    refuse({ radius, gamma, lambda, lossScaled }, 'variant is paper');
    if (adaptive) refuse({ precondition }, 'adaptive is true');
    checkBudget({ lossBudget, annealFrom });
  },
  create: (hyperparameters) => {
    const { rho, adaptive, variant, every, precondition, lossBudget, annealFrom, ...ofAuthors } = hyperparameters;
    const { radius, gamma, lambda, lossScaled } = ofAuthors;
    if (variant === 'authors') {
      const schedule = { radius: radius ?? 0.05, gamma: gamma ?? 0.5, lambda: lambda ?? 1 };
      return authorsSam({ rho, adaptive: adaptive ?? true, lossScaled: lossScaled ?? true, ...schedule });
    }
    const radiusRule = radiusOf({ lossBudget, annealFrom });
    const form = { adaptive: adaptive ?? false, every: every ?? 1, precondition: precondition ?? false };
    return paperSam({ rho, ...form, radius: radiusRule });
  },
});

interface PaperSamOptions {
  readonly rho: number;
  readonly adaptive: boolean;
  readonly every: number;
  readonly precondition: boolean;
  readonly radius: Radius;
}

function paperSam({ rho: longest, adaptive, every, precondition, radius }: PaperSamOptions): Method {
  return {
    state: noState(),
    estimate: async (step) => {
      const first = await gradientAtWeights(step, 'gradient');
      if (step.clock.step % every !== 0) {
        return { ...first, lossAt: 'weights', rho: 0, perturbationNorm: 0 };
      }
      if (precondition && longest > 0) {
        const along = await step.preconditioned(first.gradient);
        const product = await step.arithmetic.sum(productSum, { left: first.gradient, right: along.vector }, {});
        const slope = along.length === 0 ? 0 : product / along.length;
        return ascended(step, first, radius(longest, slope, step.clock), along);
      }
      if (!adaptive) return ascended(step, first, radius(longest, first.norm, step.clock));
      // |w| in units of itself: along w^2 g of length ||w g||, the loss rises by rho * ||w g||.
      const length = weightedNorm(step.weights, first.gradient);
      const rho = radius(longest, length, step.clock);
      if (rho === 0 || length === 0) return unperturbed(step, first, rho);
      const at = alongSquaredWeights(step, first.gradient, rho / (length + tiny));
      const { norm } = await step.evaluate(at, first.gradient);
      const { gradient, loss } = first;
      return { gradient, norm, loss, lossAt: 'weights', rho, perturbationNorm: distance(at, step.weights) };
    },
  };
}

const squaredWeightsStep = elementwise({
  vectors: ['result', 'weights', 'gradient'],
  scalars: ['factor'],
  result: ({ weights, gradient }, { factor }) => ({
    result: add(weights, multiply(factor, multiply(multiply(weights, weights), gradient))),
  }),
});

/** weights + factor * weights^2 * gradient, in the workspace. */
export function alongSquaredWeights(step: Step, gradient: Vector, factor: number): Vector {
  const result = step.scratch('perturbed');
  squaredWeightsStep({ result, weights: step.weights, gradient }, { factor });
  return result;
}
