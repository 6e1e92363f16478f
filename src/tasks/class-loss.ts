/** Cross-entropy of one of several classes: -sum over classes of y_k log softmax(z)_k, y one-hot or smoothed. */
import { logSoftmax, multiply, negate, reshape, sum } from '../tensor/index.ts';
import type { LossDefinition } from './loss.ts';

export const crossEntropy: LossDefinition = {
  name: 'cross-entropy',
  aliases: ['ce', 'softmax'],
  summary: 'Cross-entropy of the softmax over the classes.',
  perLabel(outputs, { targets, present }) {
    const [molecules, all] = outputs.shape;
    const tasks = Number(present.shape[1]);
    const apart = [molecules!, tasks, Number(all) / tasks];
    return negate(sum(multiply(reshape(targets, apart), logSoftmax(reshape(outputs, apart))), [2]));
  },
};
