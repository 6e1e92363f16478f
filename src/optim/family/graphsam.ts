/**
 * GraphSAM: sharpness-aware minimisation at nearly the price of the base rule. The ascent gradient of molecular graph
 * transformers changes slowly, so a moving average of the update gradients stands for it, anchored once an epoch.
 *
 *     rho = rho0 * gamma ^ floor(epoch / lambda)
 *     first step of the epoch:   d = dL(w)                                   (one extra evaluation: the anchor)
 *     every step:                omega = dL(w + rho * d / (||d|| + tiny))
 *                                d <- beta * d + (1 - beta) * omega / (||omega|| + tiny)
 *                                the base rule gets omega
 *
 * Norms are over all tensors. d = 0: nothing is perturbed. `variant: authors`: the public code's semantics,
 * authors/graphsam.ts. Two readings are open in the paper's summary and are options: whether the anchor is normalised,
 * and whether rho falls in steps or smoothly. Source: Wang et al. 2024, arXiv 2406.13137.
 */
import { z } from 'zod';
import { combine, norm } from '../../base/vector.ts';
import { defineMethod } from '../definition.ts';
import type { Method, MethodContext } from '../method.ts';
import { decayFactor } from '../schedules/rho.ts';
import { authorsGraphSam } from './authors/graphsam.ts';
import { fraction, gradientAtWeights, refuse, rho, tiny } from './shared.ts';

interface GraphSamOptions {
  readonly rho: number;
  readonly beta: number;
  readonly gamma: number;
  readonly lambda: number;
  readonly anchor: 'raw' | 'unit';
  readonly smooth: boolean;
}

export const graphSam = defineMethod({
  name: 'graphsam',
  title: 'GraphSAM',
  sentence:
    'Perturbs along a moving average of past update gradients anchored once an epoch: SAM at the price of one gradient.',
  whenToUse:
    'The method of choice for molecular graph transformers: nearly the cost of the base rule, most of the effect of SAM.',
  citation: {
    paper: 'Wang et al. 2024, "Efficient sharpness-aware minimization for molecular graph transformer models"',
    arxiv: '2406.13137',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    beta: fraction.lt(1).default(0.99).describe('share of the moving average that is kept each step'),
    gamma: z.number().positive().max(1).default(0.5).describe('factor of rho every lambda epochs; 1 keeps rho'),
    lambda: z.number().int().positive().default(1).describe('epochs between two reductions of rho'),
    variant: z
      .enum(['paper', 'authors'])
      .default('paper')
      .describe("the paper's algorithm or the public code's semantics"),
    anchor: z
      .enum(['raw', 'unit'])
      .optional()
      .describe('paper: keep the length of the anchor (default) or normalise it'),
    smooth: z
      .boolean()
      .optional()
      .describe('paper: let rho fall a little every epoch instead of in steps (default false)'),
    radius: z.number().min(0).optional().describe('authors: longest perturbation of one tensor (default 0.05)'),
    adaptive: z.boolean().optional().describe('authors: scale the perturbation by the squared weights (default true)'),
    lossScaled: z.boolean().optional().describe('authors: multiply gradients by the loss (default true)'),
  }),
  aliases: { alpha: 'beta', epochSteps: 'lambda' },
  reducesToBase: { rho: 0 },
  evaluations: (_, stepsPerEpoch) => ({ full: 1 + 1 / stepsPerEpoch, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 1, transient: 2 }),
  needs: () => [],
  create: ({ variant, anchor, smooth, radius, adaptive, lossScaled, ...options }, context) => {
    if (variant === 'authors') {
      refuse({ anchor, smooth }, 'variant is authors');
      const quirks = { radius: radius ?? 0.05, adaptive: adaptive ?? true, lossScaled: lossScaled ?? true };
      return authorsGraphSam({ ...options, ...quirks }, context);
    }
    refuse({ radius, adaptive, lossScaled }, 'variant is paper');
    return paperGraphSam({ ...options, anchor: anchor ?? 'raw', smooth: smooth ?? false }, context);
  },
});

function paperGraphSam(options: GraphSamOptions, { allocate }: MethodContext): Method {
  const average = allocate();
  /**
   * The epoch whose anchor the average began with: an epoch whose anchor step was refused is anchored by the next step.
   */
  const state = { vectors: { average }, scalars: { anchoredEpoch: -1 } };
  return {
    state,
    direction: async (step) => {
      const { epoch } = step.clock;
      const rho = options.rho * decayFactor(epoch, options);
      const anchor = state.scalars.anchoredEpoch === epoch ? undefined : await gradientAtWeights(step, 'second');
      const ascent = anchor ? anchor.gradient : average;
      const length = anchor ? anchor.norm : norm(average);
      const anchorFactor = anchor && options.anchor === 'unit' ? 1 / (anchor.norm + tiny) : 1;
      if (length === 0 && rho > 0) step.note('the direction of the perturbation is zero: nothing was perturbed');

      const gradient = step.scratch('gradient');
      const at = step.perturbed(length === 0 ? 0 : rho / (length + tiny), ascent);
      const update = await step.evaluate(at, gradient);
      return {
        gradient,
        norm: update.norm,
        loss: anchor ? anchor.loss : update.loss,
        lossAt: anchor || at === step.weights ? 'weights' : 'perturbed weights',
        rho,
        perturbationNorm: (rho * length) / (length + tiny),
        commit: () => {
          const leftFactor = options.beta * anchorFactor;
          const rightFactor = (1 - options.beta) / (update.norm + tiny);
          combine({ result: average, left: ascent, right: gradient }, { leftFactor, rightFactor });
          state.scalars.anchoredEpoch = epoch;
        },
      };
    },
  };
}
