/**
 * Models with several branches (models/model.ts): what they are trained with.
 *   loss = sum over branches of the loss of each + disagreement * mean over labels present of (p - s)^2, for every two branches
 * What they predict together is the task's to say. The disagreement acts on raw outputs, also where these are logits.
 * Source: Rong et al. 2020, arXiv 2007.02835.
 */

import {
  atLeastOne,
  batchLoss,
  type LabelTensors,
  type LossDefinition,
  sampleLosses,
  type TaskHead,
} from '../tasks/index.ts';
import { add, divide, multiply, scalar, subtract, sum, type Tensor } from '../tensor/index.ts';

export interface Branches {
  readonly branches: readonly Tensor[];
  readonly disagreement?: number;
}

/** What a network is trained to. */
export interface Fit {
  readonly head: Pick<TaskHead, 'perTask'>;
  readonly loss: LossDefinition;
}

/** [] */
export function branchesLoss(model: Branches, { head, loss }: Fit, labels: LabelTensors): Tensor {
  const fit = model.branches.map((outputs) => batchLoss(loss, outputs, labels)).reduce(add);
  const apart = disagreements(model, head, labels);
  return apart ? add(fit, divide(sum(apart), atLeastOne(sum(labels.present)))) : fit;
}

/** [molecules] */
export function branchesSampleLosses(model: Branches, { head, loss }: Fit, labels: LabelTensors): Tensor {
  const fit = model.branches.map((outputs) => sampleLosses(loss, outputs, labels)).reduce(add);
  const apart = disagreements(model, head, labels);
  return apart ? add(fit, divide(sum(apart, [1]), atLeastOne(sum(labels.present, [1])))) : fit;
}

/** disagreement * (p - s)^2 of labels that are present, over every two branches, [molecules, tasks]. */
function disagreements(
  { branches, disagreement = 0 }: Branches,
  head: Fit['head'],
  { present }: LabelTensors,
): Tensor | undefined {
  if (disagreement === 0 || branches.length < 2) return undefined;
  const pairs = branches.flatMap((left, index) => branches.slice(index + 1).map((right) => subtract(left, right)));
  const squares = pairs.map((apart) => multiply(apart, apart)).reduce(add);
  return multiply(multiply(head.perTask(squares), present), scalar(present, disagreement));
}
