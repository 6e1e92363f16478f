/** A dense array known when the computation is built. */
import type { ElementType } from '../element-type.ts';
import { dimProduct, showShape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

interface ConstantAttributes {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const constantOperator: Operator<ConstantAttributes> = {
  name: 'constant',
  infer(inputs, { type, shape, values }) {
    if (Number(dimProduct(shape)) !== values.length) {
      throw shapeMismatch('constant', inputs, `${values.length} values do not fill ${showShape(shape)}`);
    }
    return [{ type, shape }];
  },
  lower: ({ attributes: { type, shape, values } }, emitter) => [emitter.constant(type, shape, values)],
};

/** values: row-major, as many as the product of the shape. */
export function constant(type: ElementType, shape: readonly number[], values: readonly number[]): Tensor {
  return apply(constantOperator, [], { type, shape, values });
}

/** A single number of the type of `like`; broadcasts against anything. */
export function scalar(like: Tensor, value: number): Tensor {
  return constant(like.type, [], [value]);
}
