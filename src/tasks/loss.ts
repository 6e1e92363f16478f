/** What a loss is: a number for each label, and how a batch's numbers become one. */
import { abs, divide, maximum, multiply, negate, scalar, subtract, sum, type Tensor } from '../tensor/index.ts';

/** Labels as a computation reads them. */
export interface LabelTensors {
  /** 0 where missing, [molecules, tasks * outputs]. */
  readonly targets: Tensor;
  /** 1 or 0, [molecules, tasks]. */
  readonly present: Tensor;
  /** Of each label in the loss, 1 on average over the training part, [molecules, tasks]; undefined: all count the same. */
  readonly weights?: Tensor | undefined;
  /** -1: the true value lies below the target, +1: above it, 0: it is the target, [molecules, tasks]; undefined: all 0. */
  readonly bounds?: Tensor | undefined;
}

export interface LossDefinition {
  /** As users write it, for instance `huber`. */
  readonly name: string;
  /** Other spellings that users know. */
  readonly aliases: readonly string[];
  /** For help and documentation. */
  readonly summary: string;
  /** The network says a variance with each value: it has outputs for both. */
  readonly saysVariance?: boolean;
  /** The same loss with another weight of what it is unsure of, 0 to 1 (mean-variance.ts). */
  readonly withBeta?: (beta: number) => LossDefinition;
  /** [molecules, tasks] */
  perLabel(outputs: Tensor, labels: LabelTensors): Tensor;
  /** From the mean over the labels of a batch to its loss. Default: the mean itself. */
  ofMean?(mean: Tensor): Tensor;
}

/**
 * The loss as a function of the weights, for who looks at its surface. One that counts parts of itself as constants where it is
 * differentiated (mean-variance) has a gradient that is the slope of nothing: without them it is a function.
 */
export function asFunction(loss: LossDefinition): LossDefinition {
  return loss.withBeta?.(0) ?? loss;
}

/** Loss of a batch, []: the mean over its labels, 0 where there is none. */
export function batchLoss(loss: LossDefinition, outputs: Tensor, labels: LabelTensors): Tensor {
  const mean = divide(sum(weighted(loss.perLabel(outputs, labels), labels)), atLeastOne(sum(labels.present)));
  return loss.ofMean?.(mean) ?? mean;
}

/** Loss of each molecule, [molecules]: the mean over its labels (for rmse of the squared errors). */
export function sampleLosses(loss: LossDefinition, outputs: Tensor, labels: LabelTensors): Tensor {
  return divide(sum(weighted(loss.perLabel(outputs, labels), labels), [1]), atLeastOne(sum(labels.present, [1])));
}

function weighted(each: Tensor, { present, weights }: LabelTensors): Tensor {
  const counted = multiply(each, present);
  return weights ? multiply(counted, weights) : counted;
}

/** Where no label is present the sums are 0, and so is the mean. */
export function atLeastOne(count: Tensor): Tensor {
  return maximum(count, scalar(count, 1));
}

/**
 * outputs - targets; of a bound only what lies on its wrong side: with b = -1 ("<5": too high) or +1 (">100": too low) and error e
 *   (1 - |b|) e - b max(-b e, 0)
 */
export function errorOf(outputs: Tensor, { targets, bounds }: LabelTensors): Tensor {
  const error = subtract(outputs, targets);
  if (!bounds) return error;
  const wrongSide = maximum(negate(multiply(bounds, error)), scalar(error, 0));
  const exact = subtract(scalar(bounds, 1), abs(bounds));
  return subtract(multiply(exact, error), multiply(bounds, wrongSide));
}
