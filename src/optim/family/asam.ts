/**
 * ASAM: SAM in a ball that is scaled by the size of the weights, so that rescaling layers changes nothing.
 *
 *     T = abs(w) + eta  on adaptive tensors,  1 elsewhere
 *     p = rho * T^2 * g / (|| T * g || + 1e-16),   the base rule gets the gradient at w + p
 *
 * Adaptive tensors: in the official code those with "weight" in their name, here those whose role is weight or gain;
 * biases and other scalars have T = 1. `adaptiveTensors: all` scales every tensor. Source: Kwon et al. 2021, arXiv
 * 2102.11600.
 */
import { z } from 'zod';
import { absolute, add, addScaled, distance, elementwise, multiply, norm, type Vector } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import type { Step } from '../step.ts';
import { forEachTensor, gradientAtWeights, rho, unperturbed } from './shared.ts';

const smallest = 1e-16;

/** T * g. */
const scaled = elementwise({
  vectors: ['result', 'weights', 'gradient'],
  scalars: ['eta'],
  result: ({ weights, gradient }, { eta }) => ({ result: multiply(add(absolute(weights), eta), gradient) }),
});

/** w + factor * T * (T * g). */
const moved = elementwise({
  vectors: ['result', 'weights'],
  scalars: ['eta', 'factor'],
  result: ({ result, weights }, { eta, factor }) => ({
    result: add(weights, multiply(factor, multiply(add(absolute(weights), eta), result))),
  }),
});

export const asam = defineMethod({
  name: 'asam',
  title: 'ASAM',
  summary: 'SAM whose neighborhood is scaled by the size of each weight.',
  guidance: 'Instead of SAM when layers differ strongly in scale; rho is about ten times that of SAM.',
  citation: {
    paper: 'Kwon et al. 2021, "ASAM: adaptive sharpness-aware minimization for scale-invariant learning"',
    arxiv: '2102.11600',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.5),
    eta: z.number().min(0).default(0.01).describe('added to the size of each weight'),
    adaptiveTensors: z
      .enum(['weights', 'all'])
      .default('weights')
      .describe('scale tensors of weights and gains only, as the official code, or biases as well'),
  }),
  reducesToBase: { rho: 0 },
  evaluations: () => ({ full: 2, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 0, transient: 1 }),
  needs: () => [],
  create: ({ rho, eta, adaptiveTensors }) => ({
    state: noState(),
    estimate: async (step) => {
      const first = await gradientAtWeights(step, 'gradient');
      if (rho === 0) return unperturbed(step, first, rho);
      const at = adaptivePerturbation(step, first.gradient, { rho, eta, all: adaptiveTensors === 'all' });
      if (!at) return unperturbed(step, first, rho);
      const second = await step.evaluate(at, first.gradient);
      const perturbationNorm = distance(at, step.weights);
      return { ...second, gradient: first.gradient, loss: first.loss, lossAt: 'weights', rho, perturbationNorm };
    },
  }),
});

/** The perturbed weights in the workspace; none if the scaled gradient is zero. */
function adaptivePerturbation(
  step: Step,
  gradient: Vector,
  { rho, eta, all }: { rho: number; eta: number; all: boolean },
): Vector | undefined {
  const result = step.scratch('perturbed');
  const { weights } = step;
  const adaptive = (role: string): boolean => all || role === 'weight' || role === 'gain';
  forEachTensor(step.layout, { result, weights, gradient }, (tensor, { role }) => {
    if (adaptive(role)) scaled(tensor, { eta });
    else tensor.result.set(tensor.gradient);
  });
  const length = norm(result);
  if (length === 0) return undefined;
  const factor = rho / (length + smallest);
  forEachTensor(step.layout, { result, weights }, (tensor, { role }) => {
    if (adaptive(role)) moved(tensor, { eta, factor });
    else addScaled({ result: tensor.result, start: tensor.weights, direction: tensor.result }, { factor });
  });
  return result;
}
