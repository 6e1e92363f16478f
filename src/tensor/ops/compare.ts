/** Comparisons, element by element: bool tensors, without derivative. */
import { broadcastShapes } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { lowerAs } from './elementwise.ts';

function comparison(name: string, onnxName: string): Operator<Record<never, never>> {
  return {
    name,
    infer(inputs) {
      const [left, right] = inputs as [Tensor, Tensor];
      const shape = left.type === right.type ? broadcastShapes(left.shape, right.shape) : undefined;
      if (!shape) throw shapeMismatch(name, inputs, 'the types differ or the shapes do not broadcast');
      return [{ type: 'bool', shape }];
    },
    derivative: () => [undefined, undefined],
    lower: lowerAs(onnxName),
  };
}

const greaterOperator = comparison('greater', 'Greater');
const equalOperator = comparison('equal', 'Equal');

export function greater(left: Tensor, right: Tensor): Tensor {
  return apply(greaterOperator, [left, right], {});
}

export function equal(left: Tensor, right: Tensor): Tensor {
  return apply(equalOperator, [left, right], {});
}
