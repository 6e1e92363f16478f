/**
 * A model's training loss in evaluation mode as computations: nothing dropped, no hops drawn. For a model with several branches
 * (GROVER) it is the sum of the branches' losses and their disagreement, as trained. The Hessian product is exact: the gradient is
 * a computation too, so <gradient, direction> is differentiated once more (Pearlmutter 1994, doi 10.1162/neco.1994.6.1.147).
 */
import type { ParameterLayout } from '../../base/index.ts';
import type { ParameterInput } from '../../nn/index.ts';
import {
  branchesLoss,
  type Computation,
  differentiated,
  forward,
  labelInputs,
  type ObjectiveSetup,
} from '../../objective/index.ts';
import { add, filledWith, gradients, input, multiply, sum, type Tensor } from '../../tensor/index.ts';

export const directionName = (parameter: string): string => `direction of ${parameter}`;

/** Result: `loss`. */
export function evaluationLoss(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { loss, parameters } = symbolicLoss(setup, layout);
  return { results: { loss }, parameters, differentiated: [], randomSites: [] };
}

/** Results: `loss`, and `gradient of NAME` for every parameter that the loss depends on. */
export function evaluationGradient(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { loss, parameters } = symbolicLoss(setup, layout);
  return differentiated(loss, {}, { parameters, randomSites: [] });
}

/** Reads `direction of NAME` for every parameter; results: `loss`, here <gradient, direction>, and its
 * `gradient of NAME`. */
export function evaluationHessianProduct(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { loss, parameters } = symbolicLoss(setup, layout);
  const first = gradients(
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  const terms = first.flatMap((gradient, index) => {
    if (filledWith(gradient) === 0) return [];
    const { name, tensor } = parameters[index]!;
    return [sum(multiply(gradient, input(directionName(name), tensor.type, tensor.shape)))];
  });
  return differentiated(terms.reduce(add), {}, { parameters, randomSites: [] });
}

function symbolicLoss(
  setup: ObjectiveSetup,
  layout: ParameterLayout,
): { loss: Tensor; parameters: readonly ParameterInput[] } {
  const { network, parameters } = forward(setup, layout, 'full', 'evaluation');
  return { loss: branchesLoss(network, setup, labelInputs(setup)), parameters };
}
