/** What operators that act on each element alone have in common: shape rule by broadcasting, one ONNX node. */
import { isReal } from '../element-type.ts';
import { broadcastShapes } from '../shape.ts';
import { type Node, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

type NoAttributes = Record<never, never>;

/** derivative: gradient of the input, from the input, the output and the output's gradient. */
export function unaryOperator(
  name: string,
  onnxName: string,
  derivative: (input: Tensor, output: Tensor, gradient: Tensor) => Tensor,
): Operator<NoAttributes> {
  return {
    name,
    infer([input]) {
      if (!isReal(input!.type)) throw shapeMismatch(name, [input!], 'a real type is needed', 'Cast it first.');
      return [{ type: input!.type, shape: input!.shape }];
    },
    derivative: (node, [gradient]) => [derivative(node.inputs[0]!, node.outputs[0]!, gradient!)],
    lower: lowerAs(onnxName),
  };
}

/** derivative: gradients of both inputs; the accumulator sums over broadcast axes. */
export function binaryOperator(
  name: string,
  onnxName: string,
  derivative: (left: Tensor, right: Tensor, output: Tensor, gradient: Tensor) => readonly (Tensor | undefined)[],
): Operator<NoAttributes> {
  return {
    name,
    infer(inputs) {
      const [left, right] = inputs as [Tensor, Tensor];
      if (left.type !== right.type) throw shapeMismatch(name, inputs, 'the types differ', 'Cast one of them.');
      if (left.type === 'bool')
        throw shapeMismatch(name, inputs, 'truth values cannot be computed with', 'Cast them first.');
      const shape = broadcastShapes(left.shape, right.shape);
      if (!shape) throw shapeMismatch(name, inputs, 'the shapes do not broadcast', 'Give both the same lengths, or 1.');
      return [{ type: left.type, shape }];
    },
    derivative: (node, [gradient]) => derivative(node.inputs[0]!, node.inputs[1]!, node.outputs[0]!, gradient!),
    lower: lowerAs(onnxName),
  };
}

/** Lowering to one ONNX node of the same inputs. */
export function lowerAs(onnxName: string): Operator['lower'] {
  return (node: Node, emitter) => [
    emitter.emit(
      onnxName,
      node.inputs.map((input) => emitter.name(input)),
    ),
  ];
}
