/** Absolute value; its derivative at 0 is taken as 0. */
import { apply, type Tensor } from '../tensor.ts';
import { unaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { sign } from './sign.ts';

const absOperator = unaryOperator('abs', 'Abs', (input, _output, gradient) => multiply(gradient, sign(input)));

export function abs(tensor: Tensor): Tensor {
  return apply(absOperator, [tensor], {});
}
