/**
 * Losses of yes and no, of logits z and labels y (0, 1, or between them when smoothed).
 *   bce:   log(1 + e^z) - y z
 *   focal: (sigmoid(z) - y)^2 bce, so that what is right already counts little. Source: Lin et al. 2017, arXiv 1708.02002, with
 *          gamma 2 and without its alpha, which is --class-balance here.
 */
import { softplus } from '../nn/index.ts';
import { multiply, sigmoid, subtract, type Tensor } from '../tensor/index.ts';
import type { LabelTensors, LossDefinition } from './loss.ts';

export const binaryCrossEntropyLoss: LossDefinition = {
  name: 'bce',
  aliases: ['binary-cross-entropy'],
  summary: 'Binary cross-entropy.',
  perLabel: crossEntropy,
};

export const focal: LossDefinition = {
  name: 'focal',
  aliases: ['focal-loss'],
  summary: 'Binary cross-entropy in which easy labels count little (focal loss with gamma 2, Lin et al. 2017).',
  perLabel(outputs, labels) {
    const apart = subtract(sigmoid(outputs), labels.targets);
    return multiply(multiply(apart, apart), crossEntropy(outputs, labels));
  },
};

function crossEntropy(outputs: Tensor, { targets }: LabelTensors): Tensor {
  return subtract(softplus(outputs), multiply(outputs, targets));
}
