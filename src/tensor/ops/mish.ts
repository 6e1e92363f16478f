/**
 * mish(x) = x * tanh(softplus(x)) = x * n / (n + 2) with n = e^x (e^x + 2): one exponential instead of three functions.
 * Above 40 the factor is 1 to the last bit of a double, so the exponent is cut there and nothing overflows in float32.
 * Source: Misra 2019, arXiv 1908.08681.
 */

import type { RealType } from '../element-type.ts';
import type { Emitter } from '../emitter.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { scalar } from './constant.ts';
import { divide } from './divide.ts';
import { unaryOperator } from './elementwise.ts';
import { exp } from './exp.ts';
import { minimum } from './minimum.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

const largestExponent = 40;

const mishOperator: Operator<Record<never, never>> = {
  ...unaryOperator('mish', 'Mish', (input, _output, gradient) => multiply(gradient, slope(input))),
  lower({ inputs: [input] }, emitter) {
    const name = emitter.name(input!);
    const { growth, inverse } = lowerParts(name, input!.type as RealType, emitter);
    return [emitter.emit('Mul', [name, emitter.emit('Mul', [growth, inverse])])];
  },
};

export function mish(tensor: Tensor): Tensor {
  return apply(mishOperator, [tensor], {});
}

/** growth = n, inverse = 1 / (n + 2). Emitted exactly as `slope` lowers, so that forward and backward pass share them. */
function lowerParts(name: string, type: RealType, emitter: Emitter): { growth: string; inverse: string } {
  const two = emitter.scalar(type, 2);
  const power = emitter.emit('Exp', [emitter.emit('Min', [name, emitter.scalar(type, largestExponent)])]);
  const growth = emitter.emit('Mul', [power, emitter.emit('Add', [power, two])]);
  return { growth, inverse: emitter.emit('Div', [emitter.scalar(type, 1), emitter.emit('Add', [growth, two])]) };
}

/** mish'(x) = 1 - 2 q + 4 x a (a + q) with q = 1 / (n + 2) and a = e^x q; no factor overflows. */
function slope(input: Tensor): Tensor {
  const two = scalar(input, 2);
  const power = exp(minimum(input, scalar(input, largestExponent)));
  const growth = multiply(power, add(power, two));
  const inverse = divide(scalar(input, 1), add(growth, two));
  const share = multiply(power, inverse);
  const rising = multiply(multiply(input, scalar(input, 4)), multiply(share, add(share, inverse)));
  return add(subtract(scalar(input, 1), multiply(inverse, two)), rising);
}
