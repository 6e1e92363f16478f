/**
 * LookSAM: pays for SAM at every k-th step only; in between it adds the part of the last SAM gradient that was
 * orthogonal to the plain one. t counts steps of the whole training (`period: epoch` begins again each epoch).
 *
 *     t mod k = 0:   s = dL(w + rho * g / (||g|| + tiny));   v = s - <g,s> / (||g||^2 + tiny) * g;  the rule gets s
 *     otherwise:     the rule gets g + alpha * ||g|| / (||v|| + tiny) * v
 *
 * The first step is always a SAM step. A remainder v below the rounding of s counts as zero: then the base rule gets g.
 * `granularity: tensor` projects and scales tensor by tensor, as third-party code does; `variant: authors` is the
 * LookSAM in the GraphSAM authors' code: per tensor and without small constants, and, with `accumulate`, s holds g as
 * well, because that code does not clear the gradient in between. Source: Liu et al. 2022, arXiv 2203.02714; no
 * official code is known.
 */
import { z } from 'zod';
import { addScaled, combine, dot, norm, type ParameterLayout, type Vector } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import type { GradientEstimate, Method, MethodContext } from '../method.ts';
import type { Step } from '../step.ts';
import { forEachTensor, gradientAtWeights, refuse, rho, roundingShare, tiny } from './shared.ts';

interface LookSamOptions {
  readonly rho: number;
  readonly k: number;
  readonly alpha: number;
  readonly perTensor: boolean;
  readonly accumulate: boolean;
  readonly period: 'training' | 'epoch';
  /** Small constants: added to the norm that rho is divided by, to ||g||^2, and to ||v||. */
  readonly constants: { readonly perturbation: number; readonly projection: number; readonly ratio: number };
}

/** The largest alpha with which CoMPT was seen to train under Adam (docs/results.md). */
const largestTrained = 0.1;

export const lookSam = defineMethod({
  name: 'looksam',
  title: 'LookSAM',
  summary:
    'A SAM step every k steps; the steps in between reuse the component of its gradient that leads to flatter regions.',
  guidance:
    'When SAM helps but is too expensive: with k = 5 it needs 20 % more evaluations than the base rule. Start with alpha 0.1; the published 0.7 did not train CoMPT (docs/results.md).',
  citation: {
    paper: 'Liu et al. 2022, "Towards efficient and scalable sharpness-aware minimization"',
    arxiv: '2203.02714',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.1),
    k: z.number().int().positive().default(5).describe('steps from one SAM step to the next'),
    alpha: z.number().min(0).default(0.7).describe('strength of the remembered part'),
    granularity: z.enum(['global', 'tensor']).optional().describe('paper: one projection (default), or one a tensor'),
    period: z
      .enum(['training', 'epoch'])
      .default('training')
      .describe('count k over the training or from 0 in each epoch'),
    variant: z
      .enum(['paper', 'authors'])
      .default('paper')
      .describe("the paper's algorithm or the GraphSAM authors' code"),
    accumulate: z.boolean().optional().describe('authors: the SAM gradient contains the plain one (default true)'),
  }),
  reducesToBase: { rho: 0 },
  evaluations: ({ k, period }, steps) => ({
    full: 1 + (period === 'training' ? 1 / k : Math.ceil(steps / k) / steps),
    cheap: 0,
    forward: 0,
  }),
  memory: () => ({ persistent: 1, transient: 2 }),
  needs: () => [],
  caution: ({ alpha, rho }) =>
    alpha > largestTrained && rho > 0
      ? `LookSAM with alpha ${alpha} may not train: with its published 0.7 CoMPT stayed near the mean of the labels in all of our runs. ` +
        `Choose alpha ${largestTrained}, which trains it (docs/results.md, LookSAM).`
      : undefined,
  check: ({ granularity, variant, accumulate }) => {
    if (variant === 'authors') refuse({ granularity }, 'variant is authors');
    else refuse({ accumulate }, 'variant is paper');
  },
  create: ({ granularity, variant, accumulate, ...options }, context) => {
    if (variant === 'authors') {
      const constants = { perturbation: tiny, projection: 0, ratio: 0 };
      return lookSamMethod({ ...options, perTensor: true, accumulate: accumulate ?? true, constants }, context);
    }
    const perTensor = granularity === 'tensor';
    const constants = perTensor
      ? { perturbation: 1e-8, projection: 0, ratio: 1e-8 }
      : { perturbation: tiny, projection: tiny, ratio: tiny };
    return lookSamMethod({ ...options, perTensor, accumulate: false, constants }, context);
  },
});

function lookSamMethod(options: LookSamOptions, { allocate, layout, precision }: MethodContext): Method {
  const orthogonal = allocate();
  const state = { vectors: { orthogonal }, scalars: { started: false } };
  const parts = partsOf(layout, options.perTensor);
  const negligible = roundingShare[precision];

  const samStep = async (step: Step): Promise<GradientEstimate> => {
    const { rho, accumulate, constants } = options;
    const first = await gradientAtWeights(step, 'gradientAtWeights');
    const length = first.norm + constants.perturbation;
    const perturbs = rho > 0 && first.norm > 0;
    if (rho > 0 && !perturbs) step.note('the direction of the perturbation is zero: nothing was perturbed');
    const gradient = perturbs ? step.scratch('gradient') : first.gradient;
    const second = perturbs ? await step.evaluate(step.perturbed(rho / length, first.gradient), gradient) : first;
    if (accumulate && perturbs)
      addScaled({ result: gradient, start: gradient, direction: first.gradient }, { factor: 1 });
    return {
      gradient,
      ...(!accumulate && { norm: second.norm }),
      ...{ loss: first.loss, lossAt: 'weights', rho, perturbationNorm: perturbs ? (rho * first.norm) / length : 0 },
      commit: () => {
        // Without a perturbation s is g, and what is left over of it is exactly nothing.
        if (!perturbs) orthogonal.fill(0);
        else {
          parts({ orthogonal, plain: first.gradient, sharp: gradient }, (part) => {
            project(part, options.constants.projection, negligible);
          });
        }
        state.scalars.started = true;
      },
    };
  };

  const reusingStep = async (step: Step): Promise<GradientEstimate> => {
    const { gradient, loss } = await gradientAtWeights(step, 'gradient');
    parts({ orthogonal, plain: gradient, sharp: gradient }, (part) => {
      const length = norm(part.orthogonal);
      if (length === 0) return;
      const factor = (options.alpha * norm(part.plain)) / (length + options.constants.ratio);
      addScaled({ result: part.sharp, start: part.plain, direction: part.orthogonal }, { factor });
    });
    return { gradient, loss, lossAt: 'weights', rho: options.rho, perturbationNorm: 0 };
  };

  return {
    state,
    estimate: (step) => {
      const count = options.period === 'training' ? step.clock.step : step.clock.stepInEpoch;
      return count % options.k === 0 || !state.scalars.started ? samStep(step) : reusingStep(step);
    },
  };
}

interface Part {
  readonly orthogonal: Vector;
  readonly plain: Vector;
  readonly sharp: Vector;
}

/** Visits the whole vectors, or tensor after tensor. */
function partsOf(layout: ParameterLayout, perTensor: boolean): (vectors: Part, visit: (part: Part) => void) => void {
  return (vectors, visit) => {
    if (perTensor) forEachTensor(layout, { ...vectors }, visit);
    else visit(vectors);
  };
}

/** orthogonal <- sharp without its part along plain. */
function project({ orthogonal, plain, sharp }: Part, constant: number, negligible: number): void {
  const squares = dot(plain, plain) + constant;
  const rightFactor = squares === 0 ? 0 : -dot(plain, sharp) / squares;
  combine({ result: orthogonal, left: sharp, right: plain }, { leftFactor: 1, rightFactor });
  if (norm(orthogonal) < negligible * norm(sharp)) orthogonal.fill(0);
}
