/** Sum over axes. */
import { resolveAxis, type Shape } from '../shape.ts';
import { apply, misfit, type Operator, type Tensor } from '../tensor.ts';
import { broadcastTo } from './broadcast-to.ts';
import { reshape } from './reshape.ts';

interface SumAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

const sumOperator: Operator<SumAttributes> = {
  name: 'sum',
  infer(inputs, { axes, keepDims }) {
    const input = inputs[0]!;
    if (input.type === 'bool') throw misfit('sum', inputs, 'truth values cannot be added', 'Cast them first.');
    return [{ type: input.type, shape: reducedShape(input.shape, axes, keepDims) }];
  },
  derivative: ({ inputs: [input], attributes: { axes } }, [gradient]) => [
    broadcastTo(reshape(gradient!, reducedShape(input!.shape, axes, true)), input!.shape),
  ],
  lower: ({ inputs: [input], attributes: { axes, keepDims } }, emitter) => [
    emitter.emit('ReduceSum', [emitter.name(input!), emitter.integers(axes)], { keepdims: keepDims ? 1 : 0 }),
  ],
};

/** Lengths after a reduction over axes that count from 0. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return keepDims
    ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    : shape.filter((_, axis) => !axes.includes(axis));
}

/** Axes counted from 0, in order; throws ShapeError for one that does not exist or is named twice. */
export function checkedAxes(operator: string, tensor: Tensor, axes: readonly number[]): number[] {
  const resolved = axes
    .map((axis) => {
      const place = resolveAxis(axis, tensor.shape.length);
      if (place === undefined) throw misfit(operator, [tensor], `there is no axis ${axis}`);
      return place;
    })
    .sort((a, b) => a - b);
  if (new Set(resolved).size < axes.length) throw misfit(operator, [tensor], `an axis is named twice in [${axes}]`);
  return resolved;
}

/** axes: may count from the end; default all. */
export function sum(tensor: Tensor, axes?: readonly number[], options: { keepDims?: boolean } = {}): Tensor {
  const all = checkedAxes('sum', tensor, axes ?? [...tensor.shape.keys()]);
  if (all.length === 0) return tensor;
  return apply(sumOperator, [tensor], { axes: all, keepDims: options.keepDims ?? false });
}
