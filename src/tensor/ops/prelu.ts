/**
 * prelu(x) = x where x > 0, else slope * x, with a learned slope; its derivative at 0 is the slope.
 * Source: He et al. 2015, arXiv 1502.01852.
 */
import { broadcastShapes, sameShape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { scalar } from './constant.ts';
import { minimum } from './minimum.ts';
import { multiply } from './multiply.ts';
import { step } from './step.ts';
import { subtract } from './subtract.ts';

const preluOperator: Operator<Record<never, never>> = {
  name: 'prelu',
  infer(inputs) {
    const [input, slope] = inputs as [Tensor, Tensor];
    if (input.type !== slope.type || !sameShape(broadcastShapes(input.shape, slope.shape) ?? [-1], input.shape)) {
      throw shapeMismatch('prelu', inputs, 'the slope has to be of the same type and broadcast to the input');
    }
    return [{ type: input.type, shape: input.shape }];
  },
  derivative({ inputs: [input, slope] }, [gradient]) {
    const isPositive = step(input!);
    const factor = add(multiply(isPositive, subtract(scalar(slope!, 1), slope!)), slope!);
    return [multiply(gradient!, factor), multiply(gradient!, minimum(input!, scalar(input!, 0)))];
  },
  lower({ inputs: [input, slope] }, emitter) {
    const [name, slopeName] = [emitter.name(input!), emitter.name(slope!)];
    if (input!.type === 'float32') return [emitter.emit('PRelu', [name, slopeName])];
    // ONNX Runtime has PRelu in float32 only.
    const zero = emitter.constant(input!.type, [], [0]);
    const below = emitter.emit('Mul', [emitter.emit('Min', [name, zero]), slopeName]);
    return [emitter.emit('Add', [emitter.emit('Max', [name, zero]), below])];
  },
};

/** slope: broadcasts to the tensor. */
export function prelu(tensor: Tensor, slope: Tensor): Tensor {
  return apply(preluOperator, [tensor, slope], {});
}
