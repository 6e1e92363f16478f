/**
 * GraphSAM: sharpness-aware minimization at nearly the price of the base rule. The ascent gradient of molecular graph
 * transformers changes slowly, so a moving average of the update gradients stands for it, anchored once an epoch.
 *
 *     rho = rho0 * gamma ^ floor(epoch / lambda)                             (epochs since the perturbation began)
 *     first step of the epoch:   d = dL(w)                                   (one extra evaluation: the anchor)
 *     every step:                omega = dL(w + rho * d / (||d|| + tiny))
 *                                d <- beta * d + (1 - beta) * omega / (||omega|| + tiny)
 *                                the base rule gets omega
 *
 * Norms are over all tensors. d = 0: nothing is perturbed. `variant: authors`: the public code's semantics,
 * authors/graphsam.ts. Two readings are open in the paper's summary and are options: whether the anchor is normalized,
 * and whether rho falls in steps or smoothly. What can be taken out or exchanged to see what it is good for (another
 * period of anchors, schedule of rho or norm) has an option too, and a name in ../ablations.ts; graphsam-parts.ts holds
 * what is exchanged. With `granularity: tensor`
 * each of the L tensors that are not 0 has its own direction: v / ||v|| becomes v[l] / (sqrt(L) ||v[l]||), as long as before altogether.
 * `direction` changes the sign of the perturbation, `precondition` divides d by the root of the base rule's second moment
 * (arXiv 2502.02407). `lossBudget` gives the radius by the rise of the loss (loss-budget.ts): at anchors by the true gradient,
 * between them by the length of the latest omega; rho, the longest radius, does not fall then. Source: Wang et al. 2024, arXiv 2406.13137.
 */
import { z } from 'zod';
import { combine, dot, type Vector } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import type { Method, MethodContext } from '../method.ts';
import { rhoFactor, rhoSchedules } from '../schedules/rho.ts';
import { authorsGraphSam, multipliesByLoss } from './authors/graphsam.ts';
import { anchorFactors, anchorPeriod, directions, signs, units } from './graphsam-parts.ts';
import { annealFrom, checkBudget, lossBudget, radiusOf } from './loss-budget.ts';
import { fraction, gradientAtWeights, precondition, refuse, rho } from './shared.ts';

interface GraphSamOptions {
  readonly rho: number;
  readonly beta: number;
  readonly gamma: number;
  readonly lambda: number;
  readonly anchor: keyof typeof anchorFactors;
  readonly smooth: boolean;
  /** Steps from one anchor to the next, 0: one at the first step of the training; undefined: one an epoch. */
  readonly anchorEvery: number | undefined;
  readonly rhoSchedule: (typeof rhoSchedules)[number];
  readonly granularity: keyof typeof units;
  readonly direction: keyof typeof signs;
  readonly precondition: boolean;
  readonly lossBudget: number | undefined;
  readonly annealFrom: number | undefined;
}

export const graphSam = defineMethod({
  name: 'graphsam',
  title: 'GraphSAM',
  summary:
    'Perturbs along a moving average of past update gradients, reset to the true gradient once per epoch; SAM with about one gradient evaluation per step.',
  guidance:
    'To study sharpness-aware training at nearly the cost of the base rule. In our runs it was not distinguishable from Adam, tuned or not (docs/claims.md), so compare the two on your data.',
  citation: {
    paper: 'Wang et al. 2024, "Efficient sharpness-aware minimization for molecular graph transformer models"',
    arxiv: '2406.13137',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    beta: fraction.default(0.99).describe('fraction of the moving average that is kept each step; 1 keeps the anchor'),
    gamma: z
      .number()
      .positive()
      .max(1)
      .default(0.5)
      .describe('factor of rho every lambda epochs, from the first perturbed one; 1 keeps rho'),
    lambda: z.number().int().positive().default(1).describe('epochs between two reductions of rho'),
    variant: z
      .enum(['paper', 'authors'])
      .default('paper')
      .describe("the paper's algorithm or the public code's semantics"),
    anchor: z
      .enum(['raw', 'unit'])
      .optional()
      .describe('paper: keep the length of the anchor (default) or normalize it'),
    smooth: z
      .boolean()
      .optional()
      .describe('paper: let rho fall a little every epoch instead of in steps (default false)'),
    anchorEvery: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('paper: steps from one anchor to the next, 0: only at the first step (default: one an epoch)'),
    rhoSchedule: z
      .enum(rhoSchedules)
      .optional()
      .describe('paper: how rho falls: by gamma every lambda epochs (default), not at all, or as the name says'),
    granularity: z.enum(['global', 'tensor']).optional().describe('paper: one direction (default), or one a tensor'),
    direction: z
      .enum(directions)
      .optional()
      .describe(
        'paper: sign of the perturbation along the moving average: past (+, default), ahead (-), two-sided (drawn), or true-sign, that of its product with the update gradient of the step before (at anchors +)',
      ),
    precondition,
    lossBudget,
    annealFrom,
    radius: z.number().min(0).optional().describe('authors: longest perturbation of one tensor (default 0.05)'),
    adaptive: z.boolean().optional().describe('authors: scale the perturbation by the squared weights (default true)'),
    lossScaled: z.boolean().optional().describe('authors: multiply gradients by the loss (default true)'),
  }),
  aliases: { alpha: 'beta', epochSteps: 'lambda' },
  // The other signs and units read vectors between evaluations, or tensor by tensor.
  onDevice: ({ variant, granularity = 'global', direction = 'past' }) =>
    variant === 'paper' && granularity === 'global' && direction !== 'true-sign',
  multipliesByLoss,
  reducesToBase: { rho: 0 },
  evaluations: ({ anchorEvery }, stepsPerEpoch) => {
    const anchors = anchorEvery === undefined ? 1 / stepsPerEpoch : anchorEvery === 0 ? 0 : 1 / anchorEvery;
    return { full: 1 + anchors, cheap: 0, forward: 0 };
  },
  memory: ({ granularity, precondition }) => ({
    persistent: 1,
    transient: granularity === 'tensor' || precondition ? 3 : 2,
  }),
  needs: () => [],
  check: (hyperparameters) => {
    const { variant, anchor, smooth, anchorEvery, rhoSchedule, granularity, ...others } = hyperparameters;
    const { direction, precondition, lossBudget, annealFrom, radius, adaptive, lossScaled } = others;
    const budget = { lossBudget, annealFrom };
    if (variant === 'authors') {
      const ofPaper = { anchor, smooth, anchorEvery, rhoSchedule, granularity, direction, precondition };
      return refuse({ ...ofPaper, ...budget }, 'variant is authors');
    }
    refuse({ radius, adaptive, lossScaled }, 'variant is paper');
    if (lossBudget !== undefined) refuse({ rhoSchedule, smooth }, 'lossBudget gives the radius');
    if (granularity === 'tensor') refuse({ precondition }, 'granularity is tensor');
    checkBudget(budget);
  },
  create: (hyperparameters, context) => {
    const { variant, anchor, smooth, anchorEvery, rhoSchedule, granularity, ...others } = hyperparameters;
    const { direction, precondition, lossBudget, annealFrom, ...more } = others;
    const { radius, adaptive, lossScaled, ...options } = more;
    const budget = { lossBudget, annealFrom };
    if (variant === 'authors') {
      const quirks = { radius: radius ?? 0.05, adaptive: adaptive ?? true, lossScaled: lossScaled ?? true };
      return authorsGraphSam({ ...options, ...quirks }, context);
    }
    const readings = { anchor: anchor ?? 'raw', smooth: smooth ?? false } as const;
    const falls = rhoSchedule ?? (lossBudget === undefined ? 'step' : 'none');
    const parts = { anchorEvery, rhoSchedule: falls, granularity: granularity ?? 'global' } as const;
    const way = { direction: direction ?? 'past', precondition: precondition ?? false } as const;
    return paperGraphSam({ ...options, ...readings, ...parts, ...way, ...budget }, context);
  },
});

function paperGraphSam(options: GraphSamOptions, { allocate, layout }: MethodContext): Method {
  const average = allocate();
  const periodOf = anchorPeriod(options.anchorEvery);
  const unitOf = units[options.granularity](layout);
  const anchorFactor = anchorFactors[options.anchor];
  /**
   * The period whose anchor the average began with: one whose anchor step was refused is anchored by the next step.
   */
  const scalars: { anchoredPeriod: number; signOfUpdate?: number; updateNorm?: number } = { anchoredPeriod: -1 };
  const radius = radiusOf(options);
  const readsNorm = options.lossBudget !== undefined;
  if (readsNorm) scalars.updateNorm = 0;
  const readsUpdates = options.direction === 'true-sign';
  if (readsUpdates) scalars.signOfUpdate = 1;
  const state = { vectors: { average }, scalars };
  const signOf = signs[options.direction];
  return {
    state,
    estimate: async (step) => {
      const scratch = (): Vector => step.scratch('perturbation');
      const longest = options.rho * rhoFactor(options.rhoSchedule, step.perturbedClock, options);
      const period = periodOf(step.clock);

      // d: the gradient at the weights at the first step of a period, the moving average at the others.
      const isFirst = scalars.anchoredPeriod !== period;
      const anchor = isFirst ? await gradientAtWeights(step, 'gradientAtWeights') : undefined;
      const ascent = anchor?.gradient ?? average;
      const rho = radius(longest, anchor?.norm ?? scalars.updateNorm ?? 0, step.clock);
      const along = options.precondition && rho > 0 ? await step.preconditioned(ascent) : undefined;
      const direction = along
        ? unitOf(along.vector, along.length, scratch)
        : unitOf(ascent, anchor?.norm ?? (await step.arithmetic.norm(average)), scratch);
      const sign = signOf({
        drawn: () => (step.noise.uniform() < 0.5 ? -1 : 1),
        isAnchor: isFirst,
        ofUpdate: scalars.signOfUpdate ?? 1,
      });
      if (direction.length === 0 && rho > 0)
        step.note('the direction of the perturbation is zero: nothing was perturbed');

      // omega = dL(w + rho * d / ||d||), with the sign of the direction
      const omega = step.scratch('gradient');
      const at = step.perturbed((sign * rho) / direction.divisor, direction.vector);
      const update = await step.evaluate(at, omega);
      return {
        gradient: omega,
        norm: update.norm,
        loss: anchor?.loss ?? update.loss,
        lossAt: anchor || at === step.weights ? 'weights' : 'perturbed weights',
        rho,
        perturbationNorm: (rho * direction.length) / direction.divisor,
        commit: () => {
          // d <- beta * d + (1 - beta) * omega / ||omega||
          const newest = unitOf(omega, update.norm, scratch);
          const leftFactor = options.beta * (anchor ? anchorFactor(anchor.norm) : 1);
          const rightFactor = (1 - options.beta) / newest.divisor;
          step.arithmetic.run(
            combine,
            { result: average, left: ascent, right: newest.vector },
            { leftFactor, rightFactor },
          );
          scalars.anchoredPeriod = period;
          if (readsNorm) scalars.updateNorm = update.norm;
          if (readsUpdates) scalars.signOfUpdate = dot(average, omega) < 0 ? -1 : 1;
        },
      };
    },
  };
}
