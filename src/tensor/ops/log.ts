/** Natural logarithm. */
import { apply, type Tensor } from '../tensor.ts';
import { divide } from './divide.ts';
import { unaryOperator } from './elementwise.ts';

const logOperator = unaryOperator('log', 'Log', (input, _output, gradient) => divide(gradient, input));

export function log(tensor: Tensor): Tensor {
  return apply(logOperator, [tensor], {});
}
