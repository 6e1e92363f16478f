/** Sign change. */
import { apply, type Tensor } from '../tensor.ts';
import { unaryOperator } from './elementwise.ts';

const negateOperator = unaryOperator('negate', 'Neg', (_input, _output, gradient) => negate(gradient));

export function negate(tensor: Tensor): Tensor {
  return apply(negateOperator, [tensor], {});
}
