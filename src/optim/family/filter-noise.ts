/**
 * Random perturbations whose size follows the size of the weights (RWP, ARWP, m-ARWP). z is standard normal.
 *
 *     tensor with 2 or more axes:   p = z * scale * ||filter||,            over sqrt(1 + eta * sum of F over the filter)
 *     vector:                       p = z * scale * (||vector|| + 1e-16),  over sqrt(1 + eta * F of the element)
 *
 * F: the past squared gradients of the adaptive methods; without it nothing is divided. There is no division by the
 * root of the filter's length: p of a filter is longer than scale * ||filter|| by that root.
 */
import { add, divide, elementwise, multiply, norm, squareRoot, type Term, type Vector } from '../../base/index.ts';
import type { Step } from '../step.ts';
import { addScaledPerFilter, filterShape, sumPerFilter } from './filters.ts';
import { forEachTensor } from './shared.ts';

const smallest = 1e-16;

type NoiseVector = 'result' | 'weights' | 'past';
type NoiseScalar = 'deviation' | 'eta' | 'one';

const damped = (vector: Record<NoiseVector, Term>, { deviation, eta, one }: Record<NoiseScalar, Term>): Term =>
  divide(multiply(deviation, vector.result), squareRoot(add(one, multiply(eta, vector.past))));

const dampedNoise = elementwise<NoiseVector, NoiseScalar>({
  vectors: ['result', 'weights', 'past'],
  scalars: ['deviation', 'eta', 'one'],
  result: (vector, scalar) => ({ result: add(vector.weights, damped(vector, scalar)) }),
  sumOfProducts: (vector, scalar) => [damped(vector, scalar), damped(vector, scalar)],
});

export interface FilterNoise {
  readonly scale: number;
  /** Past squared gradients, and how much they damp the noise. */
  readonly damping?: { readonly past: Vector; readonly eta: number };
}

/** weights + p in the workspace, and ||p||; draws one normal an element. */
export function filterNoise(
  step: Step,
  { scale, damping }: FilterNoise,
): { readonly at: Vector; readonly norm: number } {
  const at = step.scratch('perturbed');
  step.noise.fillNormal(at);
  const { weights } = step;
  const past = damping?.past ?? weights;
  let squares = 0;
  forEachTensor(step.layout, { at, weights, past }, (tensor, entry) => {
    if (entry.shape.length < 2) {
      const deviation = scale * (norm(tensor.weights) + smallest);
      const vectors = { result: tensor.at, weights: tensor.weights, past: tensor.past };
      squares += dampedNoise(vectors, { deviation, eta: damping?.eta ?? 0, one: 1 });
      return;
    }
    const shape = filterShape(entry);
    const factors = sumPerFilter(tensor.weights, shape, true).map((squares) => scale * Math.sqrt(squares));
    if (damping) {
      sumPerFilter(tensor.past, shape, false).forEach((sum, filter) => {
        factors[filter]! /= Math.sqrt(1 + damping.eta * sum);
      });
    }
    squares += addScaledPerFilter(tensor.at, tensor.weights, factors, shape);
  });
  return { at, norm: Math.sqrt(squares) };
}
