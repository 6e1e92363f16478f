/** No method at all: the base rule gets the gradient at the weights. One evaluation a step. */
import { type Method, noState } from '../method.ts';

export function plain(): Method {
  return {
    state: noState(),
    estimate: async (step) => {
      const gradient = step.scratch('gradient');
      const { loss, norm } = await step.evaluate(step.weights, gradient);
      return { gradient, norm, loss, lossAt: 'weights', perturbationNorm: 0 };
    },
  };
}
