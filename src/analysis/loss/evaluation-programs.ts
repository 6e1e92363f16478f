/**
 * A model's training loss in evaluation mode as computations: nothing dropped, no hops drawn. For a model with several branches
 * (GROVER) it is the sum of the branches' losses and their disagreement, as trained. The Hessian product is exact: the gradient is
 * a computation too, so <gradient, direction> is differentiated once more (Pearlmutter 1994, doi 10.1162/neco.1994.6.1.147).
 */
import type { ParameterLayout } from '../../base/parameter-layout.ts';
import type { ParameterInput } from '../../nn/index.ts';
import { add, filledWith, gradients, input, multiply, sum, type Tensor } from '../../tensor/index.ts';
import { branchesLoss } from '../../train/branches.ts';
import {
  type Computation,
  forward,
  gradientName,
  labelInputs,
  type ObjectiveSetup,
} from '../../train/objective-programs.ts';

export const directionName = (parameter: string): string => `direction of ${parameter}`;

/** Result: `loss`. */
export function evaluationLoss(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { loss, parameters } = symbolicLoss(setup, layout);
  return { results: { loss }, parameters, differentiated: [], randomSites: [] };
}

/** Results: `loss`, and `gradient of NAME` for every parameter that the loss depends on. */
export function evaluationGradient(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { loss, parameters } = symbolicLoss(setup, layout);
  return withDerivatives({ loss }, parameters, derivatives(loss, parameters));
}

/** Reads `direction of NAME` for every parameter; results: `gradient of NAME`, that of <gradient of the loss, direction>. */
export function evaluationHessianProduct(setup: ObjectiveSetup, layout: ParameterLayout): Computation {
  const { loss, parameters } = symbolicLoss(setup, layout);
  const terms = derivatives(loss, parameters).flatMap((gradient, index) => {
    if (filledWith(gradient) === 0) return [];
    const { name, tensor } = parameters[index]!;
    return [sum(multiply(gradient, input(directionName(name), tensor.type, tensor.shape)))];
  });
  return withDerivatives({}, parameters, derivatives(terms.reduce(add), parameters));
}

function symbolicLoss(
  setup: ObjectiveSetup,
  layout: ParameterLayout,
): { loss: Tensor; parameters: readonly ParameterInput[] } {
  const { network, parameters } = forward(setup, layout, 'full', 'evaluation');
  const { targets, present } = labelInputs(setup);
  return { loss: branchesLoss(network, setup.loss, targets, present), parameters };
}

function derivatives(value: Tensor, parameters: readonly ParameterInput[]): Tensor[] {
  return gradients(
    value,
    parameters.map(({ tensor }) => tensor),
  );
}

/** Parameters whose derivative is 0 whatever the input are left out. */
function withDerivatives(
  results: Readonly<Record<string, Tensor>>,
  parameters: readonly ParameterInput[],
  found: readonly Tensor[],
): Computation {
  const places = parameters.flatMap((_, index) => (filledWith(found[index]!) === 0 ? [] : [index]));
  const named = places.map((index) => [gradientName(parameters[index]!.name), found[index]!] as const);
  const differentiated = places.map((index) => parameters[index]!);
  return { results: { ...results, ...Object.fromEntries(named) }, parameters, differentiated, randomSites: [] };
}
