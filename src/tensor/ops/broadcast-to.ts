/** Repetition along axes of length 1, to a given shape. */
import { broadcastShapes, type Shape, sameShape, showShape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

const broadcastOperator: Operator<{ readonly shape: Shape }> = {
  name: 'broadcastTo',
  infer(inputs, { shape }) {
    const input = inputs[0]!;
    if (!sameShape(broadcastShapes(input.shape, shape) ?? [-1], shape)) {
      throw shapeMismatch('broadcastTo', inputs, `does not broadcast to ${showShape(shape)}`);
    }
    return [{ type: input.type, shape }];
  },
  derivative: (_, [gradient]) => [gradient],
  lower: ({ inputs: [input], attributes: { shape } }, emitter) => [
    emitter.emit('Expand', [emitter.name(input!), emitter.shapeVector(shape)]),
  ],
};

export function broadcastTo(tensor: Tensor, shape: Shape): Tensor {
  return sameShape(tensor.shape, shape) ? tensor : apply(broadcastOperator, [tensor], { shape });
}
