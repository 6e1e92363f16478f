/** Axes in another order. */
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

const transposeOperator: Operator<{ readonly order: readonly number[] }> = {
  name: 'transpose',
  infer(inputs, { order }) {
    const input = inputs[0]!;
    if ([...order].sort((a, b) => a - b).join() !== input.shape.map((_, axis) => axis).join()) {
      throw shapeMismatch('transpose', inputs, `[${order}] is no order of its axes`);
    }
    return [{ type: input.type, shape: order.map((axis) => input.shape[axis]!) }];
  },
  derivative: ({ attributes: { order } }, [gradient]) => [
    transpose(
      gradient!,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ],
  lower: ({ inputs: [input], attributes: { order } }, emitter) => [
    emitter.emit('Transpose', [emitter.name(input!)], { perm: order }),
  ],
};

/** order: which of the tensor's axes stands at each place of the result. */
export function transpose(tensor: Tensor, order: readonly number[]): Tensor {
  return order.every((axis, index) => axis === index) && order.length === tensor.shape.length
    ? tensor
    : apply(transposeOperator, [tensor], { order });
}

/** Swaps the last two axes. */
export function swapLastAxes(tensor: Tensor): Tensor {
  const rank = tensor.shape.length;
  if (rank < 2) throw shapeMismatch('swapLastAxes', [tensor], 'two axes or more are needed');
  return transpose(tensor, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}
