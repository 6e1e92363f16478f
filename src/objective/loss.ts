/**
 * Losses of a batch as symbolic scalars, over the labels that are present.
 *   bce:  mean of log(1 + e^z) - y z over labels (binary cross-entropy with logits)
 *   mse:  mean squared error
 *   rmse: square root of the mean squared error; its derivative is taken as 0 where the error is exactly 0
 *   mae:  mean absolute error
 * Shapes: outputs z, targets y and present (1 or 0) [molecules, tasks].
 */

import { softplus } from '../nn/index.ts';
import { abs, divide, maximum, multiply, scalar, sqrt, subtract, sum, type Tensor } from '../tensor/index.ts';

export const lossNames = ['bce', 'mse', 'rmse', 'mae'] as const;
export type LossName = (typeof lossNames)[number];

/** Far below any squared error that float32 can tell from 0. */
const tiny = 1e-36;

export function batchLoss(loss: LossName, outputs: Tensor, targets: Tensor, present: Tensor): Tensor {
  const mean = divide(sum(multiply(perLabel(loss, outputs, targets), present)), atLeastOne(sum(present)));
  return loss === 'rmse' ? sqrt(maximum(mean, scalar(mean, tiny))) : mean;
}

/** Loss of each molecule, [molecules]: the mean over its labels (for rmse of the squared errors). */
export function sampleLosses(loss: LossName, outputs: Tensor, targets: Tensor, present: Tensor): Tensor {
  return divide(sum(multiply(perLabel(loss, outputs, targets), present), [1]), atLeastOne(sum(present, [1])));
}

function perLabel(loss: LossName, outputs: Tensor, targets: Tensor): Tensor {
  const error = subtract(outputs, targets);
  switch (loss) {
    case 'mse':
    case 'rmse':
      return multiply(error, error);
    case 'mae':
      return abs(error);
    case 'bce':
      return subtract(softplus(outputs), multiply(outputs, targets));
  }
}

/** Where no label is present the sums are 0, and so is the mean. */
export function atLeastOne(count: Tensor): Tensor {
  return maximum(count, scalar(count, 1));
}
