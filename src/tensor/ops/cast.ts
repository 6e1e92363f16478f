/** Conversion to another element type. */
import { type ElementType, isReal } from '../element-type.ts';
import { elementCode } from '../onnx/encode.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';

const castOperator: Operator<{ readonly to: ElementType }> = {
  name: 'cast',
  infer: ([input], { to }) => [{ type: to, shape: input!.shape }],
  derivative: ({ inputs: [input] }, [gradient]) => [isReal(input!.type) ? cast(gradient!, input!.type) : undefined],
  lower: ({ inputs: [input], attributes: { to } }, emitter) => [
    emitter.emit('Cast', [emitter.name(input!)], { to: elementCode[to] }),
  ],
};

/** Bool becomes 0 and 1. */
export function cast(tensor: Tensor, to: ElementType): Tensor {
  return tensor.type === to ? tensor : apply(castOperator, [tensor], { to });
}
