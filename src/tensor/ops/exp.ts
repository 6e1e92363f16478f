/** Exponential function. */
import { apply, type Tensor } from '../tensor.ts';
import { unaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';

const expOperator = unaryOperator('exp', 'Exp', (_input, output, gradient) => multiply(gradient, output));

export function exp(tensor: Tensor): Tensor {
  return apply(expOperator, [tensor], {});
}
