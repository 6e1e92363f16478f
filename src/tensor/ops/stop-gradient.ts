/** The same values, which no gradient goes through: they count as constants. */
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { lowerAs } from './elementwise.ts';

const stopGradientOperator: Operator<Record<never, never>> = {
  name: 'stopGradient',
  infer: ([input]) => [{ type: input!.type, shape: input!.shape }],
  derivative: () => [undefined],
  lower: lowerAs('Identity'),
};

export function stopGradient(tensor: Tensor): Tensor {
  return apply(stopGradientOperator, [tensor], {});
}
