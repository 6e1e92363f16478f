/** max(x, 0); its derivative at 0 is 0. */
import { apply, type Tensor } from '../tensor.ts';
import { unaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { step } from './step.ts';

const reluOperator = unaryOperator('relu', 'Relu', (_input, output, gradient) => multiply(gradient, step(output)));

export function relu(tensor: Tensor): Tensor {
  return apply(reluOperator, [tensor], {});
}
