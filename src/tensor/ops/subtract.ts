/** Difference, element by element. */
import { apply, type Tensor } from '../tensor.ts';
import { binaryOperator } from './elementwise.ts';
import { negate } from './negate.ts';

const subtractOperator = binaryOperator('subtract', 'Sub', (_left, _right, _output, gradient) => [
  gradient,
  negate(gradient),
]);

/** left - right, broadcast. */
export function subtract(left: Tensor, right: Tensor): Tensor {
  return apply(subtractOperator, [left, right], {});
}
