/** Activation functions by name. */
import { add, erf, maximum, mish, multiply, scalar, sigmoid, type Tensor, tanh } from '../tensor/index.ts';

export const activationNames = ['mish', 'relu', 'leakyRelu', 'tanh', 'gelu', 'swish', 'none'] as const;
export type ActivationName = (typeof activationNames)[number];

/** leakySlope: slope of the leaky ReLU below 0. */
export function activate(tensor: Tensor, name: ActivationName, leakySlope = 0.1): Tensor {
  switch (name) {
    case 'mish':
      return mish(tensor);
    case 'relu':
      return maximum(tensor, scalar(tensor, 0));
    case 'leakyRelu':
      return maximum(tensor, multiply(tensor, scalar(tensor, leakySlope)));
    case 'tanh':
      return tanh(tensor);
    case 'gelu': {
      const share = add(erf(multiply(tensor, scalar(tensor, Math.SQRT1_2))), scalar(tensor, 1));
      return multiply(multiply(tensor, scalar(tensor, 0.5)), share);
    }
    case 'swish':
      return multiply(tensor, sigmoid(tensor));
    case 'none':
      return tensor;
  }
}
