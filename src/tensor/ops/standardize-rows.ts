/**
 * Each row less its mean, divided by its deviation: y = (x - mean) / (std + added), std with n - 1 in the denominator.
 * In four passes: mean, difference, length, quotient. ONNX Runtime's LayerNormalization is not used: it takes the variance as
 * the mean of squares less the square of the mean, which can round below 0 and give NaN for rows of nearly equal numbers.
 */

import type { RealType } from '../element-type.ts';
import type { Emitter } from '../emitter.ts';
import { applyAll, type Node, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { scalar } from './constant.ts';
import { divide } from './divide.ts';
import { maximum } from './maximum.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

interface StandardizeAttributes {
  readonly added: number;
}

/** Rows of equal numbers have no direction: their gradient is 0. */
const smallestDeviation = 1e-30;

const standardizeOperator: Operator<StandardizeAttributes> = {
  name: 'standardizeRows',
  infer(inputs) {
    const { type, shape } = inputs[0]!;
    if (typeof shape.at(-1) !== 'number' || (shape.at(-1) as number) < 2) {
      throw shapeMismatch('standardizeRows', inputs, 'the last axis needs a known length of 2 or more');
    }
    const perRow = [...shape.slice(0, -1), 1];
    return [
      { type, shape },
      { type, shape: perRow },
    ];
  },
  derivative({ outputs: [output, deviation], attributes: { added } }, [ofOutput, ofDeviation]) {
    const width = output!.shape.at(-1) as number;
    const divisor = add(deviation!, scalar(deviation!, added));
    // The deviation moves by (x - mean) / ((n - 1) std), and the output by -y / (std + added) times that.
    const along = ofOutput && sum(multiply(ofOutput, output!), [-1], { keepDims: true });
    const toDeviation = difference(ofDeviation && multiply(ofDeviation, divisor), along);
    const safe = maximum(deviation!, scalar(deviation!, smallestDeviation));
    const share = divide(toDeviation!, multiply(safe, scalar(deviation!, width - 1)));
    const throughDeviation = multiply(output!, share);
    if (!ofOutput) return [throughDeviation];
    const mean = multiply(sum(ofOutput, [-1], { keepDims: true }), scalar(ofOutput, 1 / width));
    return [add(divide(subtract(ofOutput, mean), divisor), throughDeviation)];
  },
  lower: lowerStandardize,
};

/** left - right, either of which may be absent. */
function difference(left: Tensor | undefined, right: Tensor | undefined): Tensor | undefined {
  if (!right) return left;
  return left ? subtract(left, right) : negate(right);
}

/** rows: [..., width]; result of the same shape. added: put to the deviation before dividing. */
export function standardizeRows(rows: Tensor, added: number): Tensor {
  return applyAll(standardizeOperator, [rows], { added })[0]!;
}

function lowerStandardize(
  { inputs, attributes: { added } }: Node<StandardizeAttributes>,
  emitter: Emitter,
): readonly string[] {
  const [input] = inputs as [Tensor];
  const type = input.type as RealType;
  const width = input.shape.at(-1) as number;
  const lastAxis = emitter.integers([-1]);
  const mean = emitter.emit('ReduceMean', [emitter.name(input), lastAxis], { keepdims: 1 });
  const centerd = emitter.emit('Sub', [emitter.name(input), mean]);
  const length = emitter.emit('ReduceL2', [centerd, lastAxis], { keepdims: 1 });
  const deviation = emitter.emit('Mul', [length, emitter.scalar(type, 1 / Math.sqrt(width - 1))]);
  return [emitter.emit('Div', [centerd, emitter.emit('Add', [deviation, emitter.scalar(type, added)])]), deviation];
}
