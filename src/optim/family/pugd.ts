/**
 * PUGD, "perturbed unit gradient descent": a perturbation and an update direction of length 1.
 *
 *     p = abs(w) * g / (|| abs(w) * g || + tiny)
 *     h = g + dL(w + p);   the base rule gets h / (||h|| + tiny)
 *
 * There is no rho; the learning rate alone sets the step's length, before momentum and decay. The two gradients are
 * summed, as in the authors' code and figure; `accumulate: false` takes h = dL(w + p). w = 0 everywhere: p = 0. Source:
 * Tseng et al. 2021, arXiv 2110.00199; hanktseng131415go/PUGD.
 */
import { z } from 'zod';
import { absolute, addScaled, elementwise, multiply, scale } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import { gradientAtWeights, tiny } from './shared.ts';

const timesAbsoluteWeights = elementwise({
  vectors: ['result', 'weights', 'gradient'],
  scalars: [],
  result: ({ weights, gradient }) => ({ result: multiply(absolute(weights), gradient) }),
});

export const pugd = defineMethod({
  name: 'pugd',
  title: 'PUGD',
  summary: 'Adds the gradient at a perturbation of norm 1 to the gradient and normalizes the update to norm 1.',
  guidance:
    'With a schedule that decays to nearly zero, since the step does not shrink by itself. Weight decay has more effect than usual.',
  citation: {
    paper: 'Tseng et al. 2021, "Perturbed gradients updating within unit space for deep learning"',
    arxiv: '2110.00199',
  },
  hyperparameters: z.strictObject({
    accumulate: z.boolean().default(true).describe('sum both gradients, or take the perturbed one alone'),
  }),
  onDevice: () => true,
  evaluations: () => ({ full: 2, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 0, transient: 2 }),
  needs: () => [],
  create: ({ accumulate }) => ({
    state: noState(),
    estimate: async (step) => {
      const first = await gradientAtWeights(step, 'gradientAtWeights');
      const direction = step.scratch('perturbed');
      const { arithmetic } = step;
      const weighed = { result: direction, weights: step.weights, gradient: first.gradient };
      arithmetic.run(timesAbsoluteWeights, weighed, {});
      const length = await arithmetic.norm(direction);
      if (length === 0) step.note('the direction of the perturbation is zero: nothing was perturbed');
      const gradient = step.scratch('gradient');
      await step.evaluate(step.perturbed(length === 0 ? 0 : 1 / (length + tiny), direction), gradient);
      const both = { result: gradient, start: gradient, direction: first.gradient };
      if (accumulate) arithmetic.run(addScaled, both, { factor: 1 });
      arithmetic.run(scale, { vector: gradient }, { factor: 1 / ((await arithmetic.norm(gradient)) + tiny) });
      return { gradient, loss: first.loss, lossAt: 'weights', perturbationNorm: length / (length + tiny) };
    },
  }),
});
