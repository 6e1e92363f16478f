/** Logarithm of the softmax over the last axis: x_j - log(sum_k exp(x_k)), without underflow. */
import { isReal } from '../element-type.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

const logSoftmaxOperator: Operator<Record<never, never>> = {
  name: 'logSoftmax',
  infer(inputs) {
    const { type, shape } = inputs[0]!;
    if (!isReal(type) || shape.length === 0)
      throw shapeMismatch('logSoftmax', inputs, 'a real type and one axis or more are needed');
    return [{ type, shape }];
  },
  derivative: ({ outputs: [output] }, [gradient]) => [
    subtract(gradient!, multiply(exp(output!), sum(gradient!, [-1], { keepDims: true }))),
  ],
  lower: ({ inputs: [input] }, emitter) => [emitter.emit('LogSoftmax', [emitter.name(input!)], { axis: -1 })],
};

export function logSoftmax(tensor: Tensor): Tensor {
  return apply(logSoftmaxOperator, [tensor], {});
}
