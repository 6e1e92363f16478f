/** An array with the same number everywhere; its shape may be symbolic. */
import type { ElementType } from '../element-type.ts';
import type { Shape } from '../shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';

interface FillAttributes {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly value: number;
}

const fillOperator: Operator<FillAttributes> = {
  name: 'fill',
  infer: (_, { type, shape }) => [{ type, shape }],
  lower({ attributes: { type, shape, value } }, emitter) {
    const single = emitter.constant(type, [], [value]);
    return [shape.length === 0 ? single : emitter.emit('Expand', [single, emitter.shapeVector(shape)])];
  },
};

export function fill(type: ElementType, shape: Shape, value: number): Tensor {
  return apply(fillOperator, [], { type, shape, value });
}

/** The number that a tensor made by `fill` holds everywhere; undefined for any other tensor. */
export function filledWith(tensor: Tensor): number | undefined {
  return tensor.node.operator === (fillOperator as Operator)
    ? (tensor.node.attributes as FillAttributes).value
    : undefined;
}
