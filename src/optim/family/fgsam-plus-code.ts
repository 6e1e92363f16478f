/**
 * FGSAM+ as the official code computes it (draym28/FGSAM_NeurIPS24, GPN+FGSAMp/fgsamp.py), tensor by tensor, e = 1e-8:
 *
 *     exact step:   p = rho * g / (||g|| + e) over all tensors;   u = lambda * s + (1 - lambda) * g
 *                   v = u - <u,m> / ||m||^2 * m;   q = g - <g,m> / ||m||^2 * m
 *     otherwise:    u = m + alpha * ||m|| / (||v|| + e) * v
 *     topologyNorm: besides, lambda * ( m' + (||m'|| / ||q|| + e) * q ), m' being the m of the last exact step
 *
 * The original divides 0 by 0 on a tensor that does not occur in dM; here such a tensor keeps v = u and q = g, and a q
 * of 0 adds nothing.
 */
import { addScaled, combine, dot, norm } from '../../base/index.ts';
import type { GradientEstimate, Method, MethodContext } from '../method.ts';
import type { Step } from '../step.ts';
import { exactEvaluations, type FgsamPlusOptions } from './fgsam-plus-exact.ts';
import { forEachTensor } from './shared.ts';

const small = 1e-8;

export function officialFgsamPlus(
  { rho, lambda, k, alpha, topologyNorm }: FgsamPlusOptions & { readonly topologyNorm: boolean },
  { allocate }: MethodContext,
): Method {
  const topology = allocate();
  const flatness = allocate();
  const anchor = topologyNorm ? allocate() : undefined;
  const state = { vectors: { topology, flatness, ...(anchor && { anchor }) }, scalars: { started: false } };

  const exactStep = async (step: Step): Promise<GradientEstimate> => {
    const { whole, cheap, sharp, at } = await exactEvaluations(step, rho, small);
    const gradient = sharp;
    combine({ result: gradient, left: sharp, right: whole.gradient }, { leftFactor: lambda, rightFactor: 1 - lambda });
    return {
      ...{ gradient, loss: whole.loss, lossAt: 'weights', rho, perturbationNorm: at },
      commit: () => {
        forEachTensor(step.layout, { gradient, whole: whole.gradient, cheap, topology, flatness }, (tensor) => {
          const squares = dot(tensor.cheap, tensor.cheap);
          const without = (left: typeof gradient, result: typeof gradient): void => {
            const rightFactor = squares === 0 ? 0 : -dot(left, tensor.cheap) / squares;
            combine({ result, left, right: tensor.cheap }, { leftFactor: 1, rightFactor });
          };
          without(tensor.gradient, tensor.flatness);
          without(tensor.whole, tensor.topology);
        });
        anchor?.set(cheap);
        state.scalars.started = true;
      },
    };
  };

  const cheapStep = async (step: Step): Promise<GradientEstimate> => {
    const gradient = step.scratch('gradient');
    const { loss } = await step.evaluate(step.weights, gradient, { variant: 'withoutMessagePassing' });
    forEachTensor(step.layout, { gradient, topology, flatness, anchor: anchor ?? topology }, (tensor) => {
      const result = tensor.gradient;
      const factor = (alpha * norm(result)) / (norm(tensor.flatness) + small);
      addScaled({ result, start: result, direction: tensor.flatness }, { factor });
      if (!anchor) return;
      addScaled({ result, start: result, direction: tensor.anchor }, { factor: lambda });
      const length = norm(tensor.topology);
      const ratio = length === 0 ? 0 : norm(tensor.anchor) / length + small;
      addScaled({ result, start: result, direction: tensor.topology }, { factor: lambda * ratio });
    });
    return { gradient, loss, lossAt: 'weights without mixing', rho, perturbationNorm: 0 };
  };

  return {
    state,
    estimate: (step) => (step.clock.step % k === 0 || !state.scalars.started ? exactStep(step) : cheapStep(step)),
  };
}
