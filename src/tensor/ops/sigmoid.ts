/** Logistic function, 1 / (1 + exp(-x)). */
import { apply, type Tensor } from '../tensor.ts';
import { scalar } from './constant.ts';
import { unaryOperator } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

const sigmoidOperator = unaryOperator('sigmoid', 'Sigmoid', (_input, output, gradient) =>
  multiply(gradient, multiply(output, subtract(scalar(output, 1), output))),
);

export function sigmoid(tensor: Tensor): Tensor {
  return apply(sigmoidOperator, [tensor], {});
}
