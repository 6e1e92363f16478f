/** Larger of two, element by element; where both are equal the gradient goes to the left one. */
import { apply, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { greater } from './compare.ts';
import { scalar } from './constant.ts';
import { binaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

const maximumOperator = binaryOperator('maximum', 'Max', (left, right, _output, gradient) => {
  const toRight = cast(greater(right, left), gradient.type);
  return [multiply(gradient, subtract(scalar(gradient, 1), toRight)), multiply(gradient, toRight)];
});

export function maximum(left: Tensor, right: Tensor): Tensor {
  return apply(maximumOperator, [left, right], {});
}
