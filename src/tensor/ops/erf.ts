/**
 * Error function. ONNX Runtime has it in float32 only; in float64 it is built from Cody's rational approximations, which reach it to
 * 4e-16 of its value. Source: Cody 1969, Mathematics of Computation 23, 631.
 */
import type { Emitter } from '../emitter.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { scalar } from './constant.ts';
import { unaryOperator } from './elementwise.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';

const slopeAtZero = 2 / Math.sqrt(Math.PI);

const float32Erf = unaryOperator('erf', 'Erf', (input, _output, gradient) =>
  multiply(gradient, multiply(exp(negate(multiply(input, input))), scalar(input, slopeAtZero))),
);

const erfOperator: Operator<Record<never, never>> = {
  ...float32Erf,
  lower: (node, emitter) =>
    node.inputs[0]!.type === 'float64'
      ? [lowerErf(emitter.name(node.inputs[0]!), emitter)]
      : float32Erf.lower(node, emitter),
};

export function erf(tensor: Tensor): Tensor {
  return apply(erfOperator, [tensor], {});
}

/** Up to here erf(x) = x P(x^2) / Q(x^2), beyond erf(x) = 1 - e^(-x^2) R(x) / S(x); from the last on it is 1 to the last bit. */
const nearZero = 0.46875;
const last = 6;

/** Coefficients, from the highest power down. */
const near = {
  above: [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  below: [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
};
const far = {
  above: [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  below: [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
};

function lowerErf(x: string, emitter: Emitter): string {
  const number = (value: number): string => emitter.scalar('float64', value);
  const emit = (operator: string, ...inputs: string[]): string => emitter.emit(operator, inputs);
  const polynomial = (variable: string, [first, ...others]: readonly number[]): string =>
    others.reduce((sum, each) => emit('Add', emit('Mul', sum, variable), number(each)), number(first!));
  const ratio = (variable: string, { above, below }: typeof near): string =>
    emit('Div', polynomial(variable, above), polynomial(variable, below));
  const size = emit('Abs', x);
  const inside = emit('Mul', x, ratio(emit('Mul', x, x), near));
  const cut = emit('Min', size, number(last));
  const rest = emit('Mul', emit('Exp', emit('Neg', emit('Mul', cut, cut))), ratio(cut, far));
  const outside = emit('Mul', emit('Sign', x), emit('Sub', number(1), rest));
  return emit('Where', emit('LessOrEqual', size, number(nearZero)), inside, outside);
}
