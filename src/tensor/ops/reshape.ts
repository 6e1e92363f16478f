/** The same elements in another shape. */
import { dimProduct, type Shape, sameShape, showShape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

const reshapeOperator: Operator<{ readonly shape: Shape }> = {
  name: 'reshape',
  infer(inputs, { shape }) {
    const input = inputs[0]!;
    if (dimProduct(input.shape) !== dimProduct(shape)) {
      throw shapeMismatch('reshape', inputs, `cannot become ${showShape(shape)}: the numbers of elements differ`);
    }
    return [{ type: input.type, shape }];
  },
  derivative: ({ inputs: [input] }, [gradient]) => [reshape(gradient!, input!.shape)],
  lower({ inputs: [input], attributes: { shape } }, emitter) {
    return [emitter.emit('Reshape', [emitter.name(input!), emitter.shapeVector(shape)], { allowzero: 1 })];
  },
};

/** shape: must have as many elements, which is checked with symbols. */
export function reshape(tensor: Tensor, shape: Shape): Tensor {
  return sameShape(tensor.shape, shape) ? tensor : apply(reshapeOperator, [tensor], { shape });
}
