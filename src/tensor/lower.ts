/**
 * From symbolic tensors to an ONNX model. Only what the outputs need is lowered; inputs come first, in the order in which
 * they were given, so that the length of every symbol is known wherever a shape is needed.
 */
import { topologicalOrder } from './differentiate.ts';
import { Emitter } from './emitter.ts';
import { encodeModel } from './onnx/encode.ts';
import type { AttributeValue, OnnxModel, OnnxNode, OnnxTensor } from './onnx/model.ts';
import { inputOperator } from './ops/input.ts';
import { showShape } from './shape.ts';
import { type Node, shapeMismatch, type Tensor } from './tensor.ts';

export interface LowerOptions {
  /** Inputs whose values are put inside the model (trained weights), by input name. */
  readonly initializers?: ReadonlyMap<string, OnnxTensor>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Lowers tensors to one ONNX model in bytes.
 *   outputs: name of each output and its tensor; every input tensor on the way becomes an input of the model, unless
 *   `initializers` holds its values. Initializers that no output needs are left out.
 * Throws ShapeError where two inputs, or an input and an output, have one name, where initial values do not have the type and
 * shape of their input, and where a symbol is the length of no input.
 */
export function lower(outputs: Readonly<Record<string, Tensor>>, options: LowerOptions = {}): Uint8Array {
  return encodeModel(lowerToModel(outputs, options));
}

/** As `lower`, before it is written as bytes: what `printModel` shows. */
export function lowerToModel(
  outputs: Readonly<Record<string, Tensor>>,
  { initializers = new Map(), metadata = {} }: LowerOptions = {},
): OnnxModel {
  const order = topologicalOrder(Object.values(outputs));
  const inputNodes = order.filter(({ operator }) => operator === inputOperator);
  const inputTensors = inputNodes.map((node) => node.outputs[0]!);
  checkNames(inputTensors, Object.keys(outputs));
  const emitter = new Emitter(new Set([...inputTensors.map((tensor) => tensor.name!), ...Object.keys(outputs)]));
  for (const node of inputNodes) lowerNode(node, emitter);
  for (const node of order) if (node.operator !== inputOperator) lowerNode(node, emitter);
  const nodes = nameOutputs(emitter, outputs);
  return {
    graph: {
      nodes,
      inputs: emitter.inputs.filter(({ name }) => !initializers.has(name)),
      outputs: Object.entries(outputs).map(([name, { type, shape }]) => ({ name, type, shape })),
      initializers: new Map([...emitter.initializers, ...neededInitializers(inputTensors, initializers)]),
    },
    metadata,
  };
}

function checkNames(inputs: readonly Tensor[], outputNames: readonly string[]): void {
  const seen = new Set(outputNames);
  for (const tensor of inputs) {
    if (seen.has(tensor.name!)) {
      throw shapeMismatch(
        'lower',
        [tensor],
        `another input or output has the name ${tensor.name}`,
        'Give each its own name.',
      );
    }
    seen.add(tensor.name!);
  }
}

function neededInitializers(
  inputs: readonly Tensor[],
  initializers: ReadonlyMap<string, OnnxTensor>,
): [string, OnnxTensor][] {
  return inputs.flatMap((tensor): [string, OnnxTensor][] => {
    const values = initializers.get(tensor.name!);
    if (!values) return [];
    const elements = values.dims.reduce((product, length) => product * length, 1);
    const fits =
      values.type === tensor.type &&
      values.dims.length === tensor.shape.length &&
      tensor.shape.every((dim, axis) => typeof dim === 'string' || dim === values.dims[axis]) &&
      values.data.length === elements;
    if (!fits) {
      const given = `${values.data.length} values as ${values.type} ${showShape(values.dims)}`;
      throw shapeMismatch('lower', [tensor], `its initial values do not fit (${given})`);
    }
    return [[tensor.name!, values]];
  });
}

function lowerNode(node: Node, emitter: Emitter): void {
  const names = node.operator.lower(node, emitter);
  node.outputs.forEach((output, index) => {
    emitter.bind(output, names[index]!);
  });
}

/** Gives the computed values the names of the outputs. A copy is made only where renaming cannot do it. */
function nameOutputs(emitter: Emitter, outputs: Readonly<Record<string, Tensor>>): OnnxNode[] {
  const produced = new Set(emitter.nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const copies: OnnxNode[] = [];
  for (const [name, tensor] of Object.entries(outputs)) {
    const value = emitter.name(tensor);
    if (produced.has(value) && !renamed.has(value)) renamed.set(value, name);
    else copies.push({ opType: 'Identity', inputs: [renamed.get(value) ?? value], outputs: [name], attributes: {} });
  }
  return [...emitter.nodes.map((node) => renameNode(node, renamed)), ...copies];
}

function renameNode(node: OnnxNode, renamed: ReadonlyMap<string, string>): OnnxNode {
  const rename = (name: string): string => renamed.get(name) ?? name;
  const attributes = Object.entries(node.attributes).map(([key, value]): [string, AttributeValue] =>
    typeof value === 'object' && 'nodes' in value
      ? [key, { ...value, nodes: value.nodes.map((inner) => renameNode(inner, renamed)) }]
      : [key, value],
  );
  return {
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: Object.fromEntries(attributes),
  };
}
