/** A value that is fed when the computation runs: data, or weights. */
import type { ElementType } from '../element-type.ts';
import type { Shape } from '../shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';

interface InputAttributes {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

export const inputOperator: Operator<InputAttributes> = {
  name: 'input',
  infer: (_, { type, shape }) => [{ type, shape }],
  lower: ({ attributes: { name, type, shape } }, emitter) => [emitter.input(name, type, shape)],
};

/** name: unique among the inputs of a computation; shape: numbers and symbols, for instance ['atoms', 115]. */
export function input(name: string, type: ElementType, shape: Shape): Tensor {
  return apply(inputOperator, [], { name, type, shape }, name);
}
