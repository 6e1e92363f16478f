/** Error function. ONNX Runtime has it in float32 only. */
import { apply, type Tensor } from '../tensor.ts';
import { scalar } from './constant.ts';
import { unaryOperator } from './elementwise.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';

const slopeAtZero = 2 / Math.sqrt(Math.PI);

const erfOperator = unaryOperator('erf', 'Erf', (input, _output, gradient) =>
  multiply(gradient, multiply(exp(negate(multiply(input, input))), scalar(input, slopeAtZero))),
);

export function erf(tensor: Tensor): Tensor {
  return apply(erfOperator, [tensor], {});
}
