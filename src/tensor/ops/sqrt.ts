/** Square root. The derivative at 0 is not finite: guard it where 0 can occur. */
import { apply, type Tensor } from '../tensor.ts';
import { scalar } from './constant.ts';
import { divide } from './divide.ts';
import { unaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';

const sqrtOperator = unaryOperator('sqrt', 'Sqrt', (_input, output, gradient) =>
  divide(multiply(gradient, scalar(output, 0.5)), output),
);

export function sqrt(tensor: Tensor): Tensor {
  return apply(sqrtOperator, [tensor], {});
}
