/** -1, 0 or 1; its derivative is 0 everywhere. */
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { lowerAs } from './elementwise.ts';

const signOperator: Operator<Record<never, never>> = {
  name: 'sign',
  infer: ([input]) => [{ type: input!.type, shape: input!.shape }],
  derivative: () => [undefined],
  lower: lowerAs('Sign'),
};

export function sign(tensor: Tensor): Tensor {
  return apply(signOperator, [tensor], {});
}
