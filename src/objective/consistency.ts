/**
 * The trajectory penalty of SAF and MESA on the outputs of these models (optim/objective.ts, Consistency). Labels are binary
 * tasks or real numbers, never one of many classes, so instead of the paper's softmax over classes:
 *   bce:       KL( sigmoid(r / tau) || sigmoid(z / tau) ) summed over tasks
 *   rmse, mae: ||z - r||^2 / (2 tau^2), the same divergence between Gaussians of equal variance
 * both times factor * tau^2 and averaged over the batch's molecules. This is our extension to molecules.
 * Source: Du et al. 2022, arXiv 2205.14083.
 */

import { softplus } from '../nn/index.ts';
import { add, divide, input, maximum, multiply, scalar, sigmoid, subtract, sum, type Tensor } from '../tensor/index.ts';
import type { LossName } from './loss.ts';

/** loss: []; outputs: [molecules, tasks]. Adds inputs `reference`, `active`, `factor` and `temperature`. */
export function withConsistency(loss: Tensor, outputs: Tensor, lossName: LossName): Tensor {
  const [molecules, tasks] = outputs.shape;
  const reference = input('reference', outputs.type, [molecules!, tasks!]);
  const active = input('active', outputs.type, [molecules!, 1]);
  const factor = input('factor', outputs.type, []);
  const temperature = input('temperature', outputs.type, []);
  const divergence = lossName === 'bce' ? bernoulliDivergence : gaussianDivergence;
  const each = divergence(divide(reference, temperature), divide(outputs, temperature));
  const ones = add(multiply(active, scalar(active, 0)), scalar(active, 1));
  const mean = divide(sum(multiply(each, active)), maximum(sum(ones), scalar(active, 1)));
  return add(loss, multiply(mean, multiply(factor, multiply(temperature, temperature))));
}

/** KL between Bernoulli distributions given as logits: p (r - z) + softplus(z) - softplus(r), p = sigmoid(r). */
function bernoulliDivergence(reference: Tensor, outputs: Tensor): Tensor {
  const shift = multiply(sigmoid(reference), subtract(reference, outputs));
  return add(shift, subtract(softplus(outputs), softplus(reference)));
}

function gaussianDivergence(reference: Tensor, outputs: Tensor): Tensor {
  const difference = subtract(outputs, reference);
  return multiply(multiply(difference, difference), scalar(difference, 0.5));
}
