/**
 * The trajectory penalty of SAF and MESA on the outputs of these models (optim/objective.ts, Consistency). The paper's divergence is
 * between softmaxes over classes; each kind of task has its own (tasks/), of outputs divided by the temperature tau. It is multiplied
 * by factor * tau^2, summed over a molecule's outputs and averaged over the batch's molecules. This is our extension to molecules.
 * Source: Du et al. 2022, arXiv 2205.14083.
 */

import type { TaskHead } from '../tasks/index.ts';
import { add, divide, input, maximum, multiply, scalar, sum, type Tensor } from '../tensor/index.ts';

/** loss: []; outputs: [molecules, outputs]. Adds inputs `reference`, `active`, `factor` and `temperature`. */
export function withConsistency(loss: Tensor, outputs: Tensor, { divergence }: Pick<TaskHead, 'divergence'>): Tensor {
  const [molecules, width] = outputs.shape;
  const reference = input('reference', outputs.type, [molecules!, width!]);
  const active = input('active', outputs.type, [molecules!, 1]);
  const factor = input('factor', outputs.type, []);
  const temperature = input('temperature', outputs.type, []);
  const each = divergence(divide(reference, temperature), divide(outputs, temperature));
  const ones = add(multiply(active, scalar(active, 0)), scalar(active, 1));
  const mean = divide(sum(multiply(each, active)), maximum(sum(ones), scalar(active, 1)));
  return add(loss, multiply(mean, multiply(factor, multiply(temperature, temperature))));
}
