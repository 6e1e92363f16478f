/** Hyperbolic tangent. */
import { apply, type Tensor } from '../tensor.ts';
import { scalar } from './constant.ts';
import { unaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

const tanhOperator = unaryOperator('tanh', 'Tanh', (_input, output, gradient) =>
  multiply(gradient, subtract(scalar(output, 1), multiply(output, output))),
);

export function tanh(tensor: Tensor): Tensor {
  return apply(tanhOperator, [tensor], {});
}
