/** Matrix product over the last two axes; leading axes are a batch and broadcast. */
import type { Emitter } from '../emitter.ts';
import { broadcastShapes, dimFactors, type Shape, sameShape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { lowerAs } from './elementwise.ts';
import { swapLastAxes } from './transpose.ts';

const matmulOperator: Operator<Record<never, never>> = {
  name: 'matmul',
  infer(inputs) {
    const [left, right] = inputs as [Tensor, Tensor];
    if (left.shape.length < 2 || right.shape.length < 2)
      throw shapeMismatch('matmul', inputs, 'two axes or more are needed');
    const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
    if (!batch || left.shape.at(-1) !== right.shape.at(-2) || left.type !== right.type) {
      throw shapeMismatch(
        'matmul',
        inputs,
        `they do not fit (${left.shape.at(-1)} columns, ${right.shape.at(-2)} rows)`,
      );
    }
    const shape: Shape = [...batch, left.shape.at(-2)!, right.shape.at(-1)!];
    return [{ type: left.type, shape }];
  },
  derivative: ({ inputs: [left, right] }, [gradient]) => [
    matmul(gradient!, swapLastAxes(right!)),
    matmul(swapLastAxes(left!), gradient!),
  ],
  lower(node, emitter) {
    const [left, right] = node.inputs as [Tensor, Tensor];
    const product = lowerAs('MatMul')(node, emitter);
    const [output] = node.outputs as [Tensor];
    return mayBeEmptySum(left, right, output) ? [zeroWhereEmpty(product[0]!, node.inputs, output, emitter)] : product;
  },
};

/** Whether the inner axis can be empty while the result is not: a symbol that the result lacks, in a batch of products. */
function mayBeEmptySum(left: Tensor, right: Tensor, output: Tensor): boolean {
  if (left.shape.length === 2 && right.shape.length === 2) return false;
  const remaining = new Set(output.shape.flatMap((dim) => dimFactors(dim).symbols));
  const { factor, symbols } = dimFactors(left.shape.at(-1)!);
  return factor === 0 || symbols.some((symbol) => !remaining.has(symbol));
}

/**
 * ONNX Runtime 1.30 leaves a batch of products unwritten, and of the wrong batch length, where the inner axis is empty. Costs
 * a pass over a result that is small beside the sum.
 */
function zeroWhereEmpty(product: string, [left, right]: readonly Tensor[], output: Tensor, emitter: Emitter): string {
  const isEmpty = emitter.emit('Equal', [emitter.shapeVector([left!.shape.at(-1)!]), emitter.integers([0])]);
  const single = emitter.constant(output.type, [], [0]);
  const isBatchCommon = sameShape(left!.shape.slice(0, -2), right!.shape.slice(0, -2));
  const zero = isBatchCommon ? single : emitter.emit('Expand', [single, emitter.shapeVector(output.shape)]);
  return emitter.emit('Where', [isEmpty, zero, product]);
}

/** left: [..., rows, inner], right: [..., inner, columns]; result [..., rows, columns]. */
export function matmul(left: Tensor, right: Tensor): Tensor {
  return apply(matmulOperator, [left, right], {});
}
