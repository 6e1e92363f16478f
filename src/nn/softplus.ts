import { abs, add, exp, log, maximum, negate, scalar, type Tensor } from '../tensor/index.ts';

/** log(1 + e^x) without overflow. */
export function softplus(tensor: Tensor): Tensor {
  const rest = log(add(exp(negate(abs(tensor))), scalar(tensor, 1)));
  return add(maximum(tensor, scalar(tensor, 0)), rest);
}
