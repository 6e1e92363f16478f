/**
 * The perturbation of the GraphSAM authors' code (YL-wang/GraphSAM, GraphSAM.py), which its GraphSAM and its SAM share:
 *
 *     p[l] = (w[l]^2 if adaptive, else 1) * direction[l] * rho / (norm + 1e-12)
 *     p[l] shortened to ||p[l]|| <= radius, tensor by tensor
 */
import { addScaled, elementwise, multiply, norm, type Vector, weightedNorm } from '../../../base/index.ts';
import type { Step } from '../../step.ts';
import { forEachTensor, tiny } from '../shared.ts';

const timesSquaredWeights = elementwise({
  vectors: ['result', 'weights', 'direction'],
  scalars: [],
  result: ({ weights, direction }) => ({ result: multiply(multiply(weights, weights), direction) }),
});

export interface ClippedPerturbation {
  readonly rho: number;
  readonly radius: number;
  readonly adaptive: boolean;
  /**
   * What the gradient buffers hold: the vector whose norm scales the perturbation; none: zeros, so that the radius
   * rules.
   */
  readonly buffers: Vector | undefined;
}

/** The perturbed weights, in the workspace, and the length of the perturbation over all tensors. */
export function clippedPerturbation(
  step: Step,
  direction: Vector,
  { rho, radius, adaptive, buffers }: ClippedPerturbation,
): { readonly at: Vector; readonly perturbationNorm: number } {
  const at = step.scratch('perturbed');
  const { weights } = step;
  const measured = buffers === undefined ? 0 : adaptive ? weightedNorm(weights, buffers) : norm(buffers);
  const scale = rho / (measured + tiny);
  let squares = 0;
  forEachTensor(step.layout, { at, weights, direction }, (tensor) => {
    if (adaptive) timesSquaredWeights({ result: tensor.at, weights: tensor.weights, direction: tensor.direction }, {});
    else tensor.at.set(tensor.direction);
    const length = norm(tensor.at) * scale;
    const factor = length > radius ? scale * (radius / length) : scale;
    squares += Math.min(length, radius) ** 2;
    addScaled({ result: tensor.at, start: tensor.weights, direction: tensor.at }, { factor });
  });
  return { at, perturbationNorm: Math.sqrt(squares) };
}
