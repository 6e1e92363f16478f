/**
 * FGSAM+: FGSAM at every k-th step only, cheap evaluations in between. dG: the whole model, dM: without message
 * passing.
 *
 *     t mod k = 0:   g = dG(w);  m = dM(w);  p = rho * g / (||g|| + tiny);  s = dM(w + p)
 *                    the base rule gets  s + lambda * g
 *                    q = g - <g,m> / (||m||^2 + tiny) * m      (what the graph adds)
 *                    v = s - <s,m> / (||m||^2 + tiny) * m      (what flatness adds)
 *     otherwise:     m = dM(w);   the base rule gets
 *                    m + alpha * ||m|| / (||v|| + tiny) * v + lambda * ( m + ||m|| / (||q|| + tiny) * q )
 *
 * The first step is exact. m = 0: v = s, q = g, and later steps give 0; v or q = 0, or below rounding: its term is
 * dropped. `variant: code` is the official code (draym28/FGSAM_NeurIPS24, GPN+FGSAMp): norms and products tensor by
 * tensor, u = lambda * s + (1 - lambda) * g on exact steps, v taken from that u, and no lambda term in between, unless
 * `topologyNorm`, which uses the m of the last exact step and misplaces its small constant. Meant for models whose
 * every tensor occurs in dM too. Source: Luo et al. 2024, arXiv 2410.16845.
 */
import { z } from 'zod';
import { addScaled, combine, dot, norm, type Vector } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import type { GradientEstimate, Method, MethodContext } from '../method.ts';
import type { Step } from '../step.ts';
import { officialFgsamPlus } from './fgsam-plus-code.ts';
import { exactEvaluations, type FgsamPlusOptions } from './fgsam-plus-exact.ts';
import { refuse, rho, roundingShare, tiny } from './shared.ts';

export const fgsamPlus = defineMethod({
  name: 'fgsam-plus',
  title: 'FGSAM+',
  summary: 'FGSAM every k steps; the steps in between evaluate only the model without message passing.',
  guidance: 'When FGSAM is still too expensive.',
  citation: {
    paper:
      'Luo et al. 2024, "Fast graph sharpness-aware minimization for enhancing and accelerating few-shot node classification"',
    arxiv: '2410.16845',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.1),
    lambda: z.number().min(0).default(0.5).describe('weight of the whole model'),
    k: z.number().int().positive().default(2).describe('steps from one exact step to the next'),
    alpha: z.number().min(0).default(0.7).describe('strength of the remembered flatness'),
    variant: z.enum(['paper', 'code']).default('paper').describe("the paper's algorithm or the official code's"),
    topologyNorm: z.boolean().optional().describe("code: add the graph's part on cheap steps (default false)"),
  }),
  evaluations: ({ k }) => ({ full: 1 / k, cheap: (k + 1) / k, forward: 0 }),
  memory: ({ variant, topologyNorm }) => ({ persistent: variant === 'code' && topologyNorm ? 3 : 2, transient: 3 }),
  needs: () => ['withoutMessagePassing'],
  check: ({ variant, topologyNorm }) => {
    if (variant === 'paper') refuse({ topologyNorm }, 'variant is paper');
  },
  create: ({ variant, topologyNorm, ...options }, context) => {
    if (variant === 'code') return officialFgsamPlus({ ...options, topologyNorm: topologyNorm ?? false }, context);
    return paperFgsamPlus(options, context);
  },
});

function paperFgsamPlus({ rho, lambda, k, alpha }: FgsamPlusOptions, context: MethodContext): Method {
  const topology = context.allocate();
  const flatness = context.allocate();
  const state = { vectors: { topology, flatness }, scalars: { started: false } };
  const negligible = roundingShare[context.precision];

  const exactStep = async (step: Step): Promise<GradientEstimate> => {
    const { whole, cheap, sharp, at } = await exactEvaluations(step, rho, tiny);
    // The perturbed weights have served: their memory takes the sum, so that s stays for v.
    const gradient = step.scratch('perturbed');
    combine({ result: gradient, left: sharp, right: whole.gradient }, { leftFactor: 1, rightFactor: lambda });
    return {
      ...{ gradient, loss: whole.loss, lossAt: 'weights', rho, perturbationNorm: at },
      commit: () => {
        project(topology, whole.gradient, cheap, negligible);
        project(flatness, sharp, cheap, negligible);
        state.scalars.started = true;
      },
    };
  };

  const cheapStep = async (step: Step): Promise<GradientEstimate> => {
    const gradient = step.scratch('gradient');
    const { loss, norm: length } = await step.evaluate(step.weights, gradient, { variant: 'withoutMessagePassing' });
    if (length === 0) step.note('the gradient without mixing is zero: there is nothing to update with');
    const flat = norm(flatness);
    const graph = norm(topology);
    const leftFactor = 1 + lambda;
    const rightFactor = flat === 0 ? 0 : (alpha * length) / (flat + tiny);
    combine({ result: gradient, left: gradient, right: flatness }, { leftFactor, rightFactor });
    if (graph > 0) {
      const factor = (lambda * length) / (graph + tiny);
      addScaled({ result: gradient, start: gradient, direction: topology }, { factor });
    }
    return { gradient, loss, lossAt: 'weights without mixing', rho, perturbationNorm: 0 };
  };

  return {
    state,
    estimate: (step) => (step.clock.step % k === 0 || !state.scalars.started ? exactStep(step) : cheapStep(step)),
  };
}

/** result <- vector without its part along axis. */
function project(result: Vector, vector: Vector, axis: Vector, negligible: number): void {
  const rightFactor = -dot(vector, axis) / (dot(axis, axis) + tiny);
  combine({ result, left: vector, right: axis }, { leftFactor: 1, rightFactor });
  if (norm(result) < negligible * norm(vector)) result.fill(0);
}
