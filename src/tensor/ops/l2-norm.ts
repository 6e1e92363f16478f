/** Euclidean length of each row: the square root of the sum of squares over the last axis, which is kept with length 1. */
import { isReal } from '../element-type.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { scalar } from './constant.ts';
import { divide } from './divide.ts';
import { maximum } from './maximum.ts';
import { multiply } from './multiply.ts';

/** Rows shorter than this have no direction: their gradient is 0. */
const smallest = 1e-30;

const l2NormOperator: Operator<Record<never, never>> = {
  name: 'l2Norm',
  infer([input]) {
    const { type, shape } = input!;
    // Over an axis that is empty when it runs, ONNX Runtime 1.30 returns length 0 instead of 1.
    if (!isReal(type) || typeof shape.at(-1) !== 'number' || shape.at(-1) === 0) {
      throw shapeMismatch('l2Norm', [input!], 'a real type and a last axis of known length, 1 or more, are needed');
    }
    return [{ type, shape: [...shape.slice(0, -1), 1] }];
  },
  derivative: ({ inputs: [input], outputs: [output] }, [gradient]) => [
    multiply(input!, divide(gradient!, maximum(output!, scalar(output!, smallest)))),
  ],
  lower: ({ inputs: [input] }, emitter) => [
    emitter.emit('ReduceL2', [emitter.name(input!), emitter.integers([-1])], { keepdims: 1 }),
  ],
};

/** rows: [..., width]; result [..., 1]. */
export function l2Norm(rows: Tensor): Tensor {
  return apply(l2NormOperator, [rows], {});
}
