/**
 * 1 where the input is above 0, else 0; without derivative. As min(max(x * huge, 0), 1), in two vectorized passes: ONNX Runtime
 * 1.30 compares and selects eight times slower. Exact for every number that is not denormal.
 */
import { isReal, type RealType } from '../element-type.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

/** Brings the smallest normal number to 1 or more. */
const huge = { float32: 1e38, float64: 1e308 } satisfies Record<RealType, number>;

const stepOperator: Operator<Record<never, never>> = {
  name: 'step',
  infer([input]) {
    if (!isReal(input!.type)) throw shapeMismatch('step', [input!], 'a real type is needed', 'Cast it first.');
    return [{ type: input!.type, shape: input!.shape }];
  },
  derivative: () => [undefined],
  lower({ inputs: [input] }, emitter) {
    const type = input!.type as RealType;
    const raised = emitter.emit('Mul', [emitter.name(input!), emitter.scalar(type, huge[type])]);
    return [emitter.emit('Clip', [raised, emitter.scalar(type, 0), emitter.scalar(type, 1)])];
  },
};

export function step(tensor: Tensor): Tensor {
  return apply(stepOperator, [tensor], {});
}
