/** Softmax over the last axis: exp(x_j) / sum_k exp(x_k). */
import { isReal } from '../element-type.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

const softmaxOperator: Operator<Record<never, never>> = {
  name: 'softmax',
  infer(inputs) {
    const { type, shape } = inputs[0]!;
    if (!isReal(type) || shape.length === 0)
      throw shapeMismatch('softmax', inputs, 'a real type and one axis or more are needed');
    return [{ type, shape }];
  },
  derivative({ outputs: [output] }, [gradient]) {
    const weighted = multiply(gradient!, output!);
    return [subtract(weighted, multiply(output!, sum(weighted, [-1], { keepDims: true })))];
  },
  lower: ({ inputs: [input] }, emitter) => [emitter.emit('Softmax', [emitter.name(input!)], { axis: -1 })],
};

export function softmax(tensor: Tensor): Tensor {
  return apply(softmaxOperator, [tensor], {});
}
