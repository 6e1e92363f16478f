/** Matrix product over the last two axes; leading axes are a batch and broadcast. */
import { broadcastShapes, type Shape } from '../shape.ts';
import { apply, misfit, type Operator, type Tensor } from '../tensor.ts';
import { lowerAs } from './elementwise.ts';
import { swapLastAxes } from './transpose.ts';

const matmulOperator: Operator<Record<never, never>> = {
  name: 'matmul',
  infer(inputs) {
    const [left, right] = inputs as [Tensor, Tensor];
    if (left.shape.length < 2 || right.shape.length < 2) throw misfit('matmul', inputs, 'two axes or more are needed');
    const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
    if (!batch || left.shape.at(-1) !== right.shape.at(-2) || left.type !== right.type) {
      throw misfit('matmul', inputs, `they do not fit (${left.shape.at(-1)} columns, ${right.shape.at(-2)} rows)`);
    }
    const shape: Shape = [...batch, left.shape.at(-2)!, right.shape.at(-1)!];
    return [{ type: left.type, shape }];
  },
  derivative: ({ inputs: [left, right] }, [gradient]) => [
    matmul(gradient!, swapLastAxes(right!)),
    matmul(swapLastAxes(left!), gradient!),
  ],
  lower: lowerAs('MatMul'),
};

/** left: [..., rows, inner], right: [..., inner, columns]; result [..., rows, columns]. */
export function matmul(left: Tensor, right: Tensor): Tensor {
  return apply(matmulOperator, [left, right], {});
}
