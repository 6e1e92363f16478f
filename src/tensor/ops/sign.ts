/** -1, 0 or 1; its derivative is 0 everywhere. */
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { lowerAs } from './elementwise.ts';

const signOperator: Operator<Record<never, never>> = {
  name: 'sign',
  infer(inputs) {
    const { type, shape } = inputs[0]!;
    if (type === 'bool') throw shapeMismatch('sign', inputs, 'truth values have no sign');
    return [{ type, shape }];
  },
  derivative: () => [undefined],
  lower: lowerAs('Sign'),
};

export function sign(tensor: Tensor): Tensor {
  return apply(signOperator, [tensor], {});
}
