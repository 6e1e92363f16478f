/** Sum, element by element. */

import { sameShape } from '../shape.ts';
import { apply, type Tensor } from '../tensor.ts';
import { binaryOperator } from './elementwise.ts';
import { filledWith } from './fill.ts';

const addOperator = binaryOperator('add', 'Add', (_left, _right, _output, gradient) => [gradient, gradient]);

/** left + right, broadcast. Zeros are left out. */
export function add(left: Tensor, right: Tensor): Tensor {
  if (filledWith(right) === 0 && left.type === right.type && fits(left, right)) return left;
  if (filledWith(left) === 0 && left.type === right.type && fits(right, left)) return right;
  return apply(addOperator, [left, right], {});
}

const fits = (kept: Tensor, zero: Tensor): boolean => zero.shape.length === 0 || sameShape(kept.shape, zero.shape);
