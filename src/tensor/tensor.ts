/**
 * Symbolic tensors. A node is one application of an operator; it refers to the operator's definition itself, which holds its
 * shape rule, derivative rule and lowering, so there is no table to forget. Building a computation runs nothing.
 */
import { ShapeError } from '../base/index.ts';
import type { ElementType } from './element-type.ts';
import type { Emitter } from './emitter.ts';
import { type Shape, showShape } from './shape.ts';

export interface TensorType {
  readonly type: ElementType;
  readonly shape: Shape;
}

export interface Operator<Attributes = unknown> {
  readonly name: string;
  /** Types and shapes of the outputs; throws what `shapeMismatch` makes where the inputs do not fit. */
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
export function shapeMismatch(
  operator: string,
  inputs: readonly Tensor[],
  problem: string,
  advice?: string,
): ShapeError {
  const shown = inputs.map(
    (tensor) => `${tensor.name ? `${tensor.name} ` : ''}${showShape(tensor.shape)} ${tensor.type}`,
  );
  return new ShapeError({
    code: 'shape-mismatch',
    what: `${shown.length > 0 ? `${shown.join(' and ')}: ` : ''}${problem}, built in ${callerLocation()}`,
    where: operator,
    ...(advice === undefined ? {} : { advice }),
  });
}

/**
 * First place on the call stack outside the tensor library: where the computation was being built. The library's own folder
 * is that of the first frame, whether the stack names compiled files or, with source maps, the sources.
 */
function callerLocation(): string {
  const frames = deepStack().map(readFrame);
  const own = frames[0]?.folder;
  const outside = frames.find(({ folder, file }) => !folder.startsWith(own ?? '') || file.includes('.test.'));
  if (own === undefined || !outside) return 'an unknown location';
  const where = `${outside.file}:${outside.line}`;
  return outside.caller ? `${outside.caller} (${where})` : where;
}

interface Frame {
  readonly caller: string;
  /** With a slash at its end. */
  readonly folder: string;
  readonly file: string;
  readonly line: string;
}

/** Lines of the call stack from here on; more than the usual ten, since derivative rules nest. */
function deepStack(): string[] {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const lines = (new Error().stack ?? '').split('\n').filter((line) => /:\d+:\d+\)?$/.test(line.trim()));
  Error.stackTraceLimit = usual;
  return lines.slice(1);
}

/** `at caller (file:///folder/file.js:1:2)` or `at file:///...` of V8, `caller@file:///...` of other engines. */
function readFrame(line: string): Frame {
  const text = line.trim().replace(/^at /, '').replace(/\)$/, '');
  const [, location = '', lineNumber = ''] = /^(.*):(\d+):\d+$/.exec(text) ?? [];
  const [, caller = '', path = location] = /^(.*?)(?: \(|@)(?=\w+:|[\\/])(.*)$/.exec(location) ?? [];
  const name = caller.replace(/^async |^Object\.(?=<)| \[as .*\]$/g, '');
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return {
    caller: name.startsWith('<') ? '' : name,
    folder: path.slice(0, slash + 1),
    file: path.slice(slash + 1),
    line: lineNumber,
  };
}
