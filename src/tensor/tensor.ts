/**
 * Symbolic tensors. A node is one application of an operator; it refers to the operator's definition itself, which holds its
 * shape rule, derivative rule and lowering, so there is no table to forget. Building a computation runs nothing.
 */
import { ShapeError } from '../base/errors.ts';
import type { ElementType } from './element-type.ts';
import type { Emitter } from './emitter.ts';
import { type Shape, showShape } from './shape.ts';

export interface TensorType {
  readonly type: ElementType;
  readonly shape: Shape;
}

export interface Operator<Attributes = unknown> {
  readonly name: string;
  /** Types and shapes of the outputs; throws what `misfit` makes where the inputs do not fit. */
  infer(inputs: readonly Tensor[], attributes: Attributes): readonly TensorType[];
  /**
   * Gradients with respect to the inputs, given those with respect to the outputs (undefined: zero), in terms of tensors, so
   * that the result can be differentiated again. May be wider than a broadcast input: the accumulator sums it down.
   */
  derivative?(
    node: Node<Attributes>,
    outputGradients: readonly (Tensor | undefined)[],
  ): readonly (Tensor | undefined)[];
  /** Writes ONNX nodes and returns the names of the outputs. */
  lower(node: Node<Attributes>, emitter: Emitter): readonly string[];
}

export interface Node<Attributes = unknown> {
  readonly operator: Operator<Attributes>;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly outputs: readonly Tensor[];
}

/** One output of a node. */
export interface Tensor extends TensorType {
  readonly node: Node;
  /** Which of the node's outputs. */
  readonly output: number;
  /** Name of an input or a parameter, for errors. */
  readonly name?: string;
}

/** Applies an operator; all outputs. Throws ShapeError with the operator, the shapes and the place in the caller's code. */
export function applyAll<Attributes>(
  operator: Operator<Attributes>,
  inputs: readonly Tensor[],
  attributes: Attributes,
  name?: string,
): readonly Tensor[] {
  const outputs: Tensor[] = [];
  const node: Node<Attributes> = { operator, inputs, attributes, outputs };
  operator.infer(inputs, attributes).forEach(({ type, shape }, output) => {
    outputs.push({ node: node as Node, output, type, shape, ...(name === undefined ? {} : { name }) });
  });
  return outputs;
}

/** Applies an operator that has one output. */
export function apply<Attributes>(
  operator: Operator<Attributes>,
  inputs: readonly Tensor[],
  attributes: Attributes,
  name?: string,
): Tensor {
  return applyAll(operator, inputs, attributes, name)[0]!;
}

/** The error of an operator whose inputs do not fit. */
export function misfit(operator: string, inputs: readonly Tensor[], problem: string, advice?: string): ShapeError {
  const shown = inputs.map((tensor) => `${tensor.name ? `${tensor.name} ` : ''}${showShape(tensor.shape)} ${tensor.type}`);
  const error = new ShapeError({
    what: `${shown.join(' and ')}: ${problem}, built in ${callerPlace()}`,
    where: operator,
    ...(advice === undefined ? {} : { advice }),
  });
  return error;
}

/** First place on the call stack outside the tensor library: where the computation was being built. */
function callerPlace(): string {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  const outside = frames.find((frame) => !/[\\/]tensor[\\/](?!.*\.test\.)/.test(frame)) ?? frames.at(-1) ?? '';
  const match = /at (?:async )?(?:(\S+) )?.*?([^\\/()]+:\d+):\d+\)?$/.exec(outside.trim());
  if (!match) return 'an unknown place';
  return match[1] ? `${match[1]} (${match[2]})` : match[2]!;
}
