/** Quotient, element by element. */
import { apply, type Tensor } from '../tensor.ts';
import { binaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';

const divideOperator = binaryOperator('divide', 'Div', (_left, right, output, gradient) => {
  const ofLeft = divide(gradient, right);
  return [ofLeft, negate(multiply(ofLeft, output))];
});

/** left / right, broadcast. */
export function divide(left: Tensor, right: Tensor): Tensor {
  return apply(divideOperator, [left, right], {});
}
