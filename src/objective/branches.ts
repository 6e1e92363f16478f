/**
 * Models with several branches (models/model.ts): what they predict together and what they are trained with.
 *   loss = sum over branches of the loss of each + disagreement * mean over labels present of (p - s)^2, for every two branches
 *   prediction = mean of the branches; for logits, the logit of the mean probability.
 * The disagreement acts on raw outputs, also where these are logits. Source: Rong et al. 2020, arXiv 2007.02835.
 */

import { softplus } from '../nn/index.ts';
import { abs, add, divide, maximum, multiply, negate, scalar, subtract, sum, type Tensor } from '../tensor/index.ts';
import { atLeastOne, batchLoss, type LossName, sampleLosses } from './loss.ts';

export interface Branches {
  readonly branches: readonly Tensor[];
  readonly disagreement?: number;
}

/** [molecules, tasks] */
export function joinBranches({ branches }: Branches, loss: LossName): Tensor {
  const [first] = branches as [Tensor];
  if (branches.length === 1) return first;
  const count = scalar(first, branches.length);
  if (loss !== 'bce') return divide(branches.reduce(add), count);
  // The number of branches cancels: log(sum of p_b) - log(sum of 1 - p_b), from logarithms that never underflow.
  const present = branches.map((logits) => negate(softplus(negate(logits))));
  const absent = branches.map((logits) => negate(softplus(logits)));
  return subtract(present.reduce(logOfSum), absent.reduce(logOfSum));
}

/** log(e^left + e^right) */
function logOfSum(left: Tensor, right: Tensor): Tensor {
  return add(maximum(left, right), softplus(negate(abs(subtract(left, right)))));
}

/** [] */
export function branchesLoss(model: Branches, loss: LossName, targets: Tensor, present: Tensor): Tensor {
  const fit = model.branches.map((outputs) => batchLoss(loss, outputs, targets, present)).reduce(add);
  const apart = disagreements(model, present);
  return apart ? add(fit, divide(sum(apart), atLeastOne(sum(present)))) : fit;
}

/** [molecules] */
export function branchesSampleLosses(model: Branches, loss: LossName, targets: Tensor, present: Tensor): Tensor {
  const fit = model.branches.map((outputs) => sampleLosses(loss, outputs, targets, present)).reduce(add);
  const apart = disagreements(model, present);
  return apart ? add(fit, divide(sum(apart, [1]), atLeastOne(sum(present, [1])))) : fit;
}

/** disagreement * (p - s)^2 of labels that are present, over every two branches, [molecules, tasks]. */
function disagreements({ branches, disagreement = 0 }: Branches, present: Tensor): Tensor | undefined {
  if (disagreement === 0 || branches.length < 2) return undefined;
  const pairs = branches.flatMap((left, place) => branches.slice(place + 1).map((right) => subtract(left, right)));
  const squares = pairs.map((apart) => multiply(apart, apart)).reduce(add);
  return multiply(multiply(squares, present), scalar(present, disagreement));
}
