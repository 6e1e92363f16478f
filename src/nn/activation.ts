/** Activation functions by name. */
import {
  add,
  erf,
  exp,
  maximum,
  minimum,
  mish,
  multiply,
  relu,
  scalar,
  sigmoid,
  subtract,
  type Tensor,
  tanh,
} from '../tensor/index.ts';

export const activationNames = ['mish', 'relu', 'leakyRelu', 'tanh', 'gelu', 'swish', 'elu', 'selu', 'none'] as const;
export type ActivationName = (typeof activationNames)[number];

/** leakySlope: slope of the leaky ReLU below 0. */
export function activate(tensor: Tensor, name: ActivationName, leakySlope = 0.1): Tensor {
  switch (name) {
    case 'mish':
      return mish(tensor);
    case 'relu':
      return relu(tensor);
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
    case 'elu':
      return elu(tensor, 1);
    case 'selu':
      return multiply(elu(tensor, seluCurve), scalar(tensor, seluScale));
    case 'none':
      return tensor;
  }
}

/** Klambauer et al. 2017, arXiv 1706.02515: mean 0 and variance 1 are a fixed point. */
const seluScale = 1.0507009873554805;
const seluCurve = 1.6732632423543772;

/** x where it is above 0, else curve (e^x - 1). Clevert et al. 2015, arXiv 1511.07289. */
function elu(tensor: Tensor, curve: number): Tensor {
  const zero = scalar(tensor, 0);
  const below = subtract(exp(minimum(tensor, zero)), scalar(tensor, 1));
  return add(relu(tensor), multiply(below, scalar(tensor, curve)));
}
