/** Product, element by element. */

import { sameShape } from '../shape.ts';
import { apply, type Tensor } from '../tensor.ts';
import { binaryOperator } from './elementwise.ts';
import { filledWith } from './fill.ts';

const multiplyOperator = binaryOperator('multiply', 'Mul', (left, right, _output, gradient) => [
  multiply(gradient, right),
  multiply(gradient, left),
]);

/** left * right, broadcast. Factors of one are left out. */
export function multiply(left: Tensor, right: Tensor): Tensor {
  if (filledWith(right) === 1 && left.type === right.type && fits(left, right)) return left;
  if (filledWith(left) === 1 && left.type === right.type && fits(right, left)) return right;
  return apply(multiplyOperator, [left, right], {});
}

const fits = (kept: Tensor, one: Tensor): boolean => one.shape.length === 0 || sameShape(kept.shape, one.shape);
