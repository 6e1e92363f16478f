/** A range of one axis. */
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { concat } from './concat.ts';
import { fill } from './fill.ts';
import { checkedAxes } from './sum.ts';

interface SliceAttributes {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

const sliceOperator: Operator<SliceAttributes> = {
  name: 'slice',
  infer(inputs, { axis, start, end }) {
    const input = inputs[0]!;
    const length = input.shape[axis]!;
    if (start < 0 || end < start || (typeof length === 'number' && end > length)) {
      throw shapeMismatch('slice', inputs, `has no range ${start} to ${end} on axis ${axis}`);
    }
    return [{ type: input.type, shape: input.shape.map((dim, index) => (index === axis ? end - start : dim)) }];
  },
  derivative({ inputs, attributes: { axis, start, end } }, [gradient]) {
    const input = inputs[0]!;
    const length = input.shape[axis]!;
    if (typeof length !== 'number')
      throw shapeMismatch('slice', inputs, 'cannot be differentiated along a symbolic axis');
    const zeros = (count: number): Tensor[] =>
      count === 0
        ? []
        : [
            fill(
              input.type,
              input.shape.map((dim, index) => (index === axis ? count : dim)),
              0,
            ),
          ];
    return [concat([...zeros(start), gradient!, ...zeros(length - end)], axis)];
  },
  lower: ({ inputs: [input], attributes: { axis, start, end } }, emitter) => [
    emitter.emit('Slice', [
      emitter.name(input!),
      emitter.integers([start]),
      emitter.integers([end]),
      emitter.integers([axis]),
    ]),
  ],
};

/**
 * Elements start .. end - 1 of an axis, which may count from the end. An axis of symbolic length has to be at least `end` long
 * when it runs: ONNX Runtime then cuts without a word.
 */
export function slice(tensor: Tensor, axis: number, start: number, end: number): Tensor {
  const [index] = checkedAxes('slice', tensor, [axis]);
  return start === 0 && end === tensor.shape[index!]
    ? tensor
    : apply(sliceOperator, [tensor], { axis: index!, start, end });
}
