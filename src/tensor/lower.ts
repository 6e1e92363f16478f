/**
 * From symbolic tensors to an ONNX model. Only what the outputs need is lowered; inputs come first, in the order in which
 * they were given, so that the length of every symbol is known wherever a shape is needed.
 */
import { topologicalOrder } from './differentiate.ts';
import { Emitter } from './emitter.ts';
import { encodeModel } from './onnx/encode.ts';
import type { AttributeValue, OnnxNode, OnnxTensor, OnnxValueInfo } from './onnx/model.ts';
import { inputOperator } from './ops/input.ts';
import type { Tensor } from './tensor.ts';

export interface LowerOptions {
  /** Inputs whose values are put inside the model (trained weights), by input name. */
  readonly initialisers?: ReadonlyMap<string, OnnxTensor>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Lowers tensors to one ONNX model in bytes.
 *   outputs: name of each output and its tensor; every input tensor on the way becomes an input of the model.
 */
export function lower(outputs: Readonly<Record<string, Tensor>>, options: LowerOptions = {}): Uint8Array {
  const emitter = new Emitter();
  const order = topologicalOrder(Object.values(outputs));
  for (const node of order.filter(({ operator }) => operator === inputOperator)) lowerNode(node.outputs, emitter);
  for (const node of order.filter(({ operator }) => operator !== inputOperator)) lowerNode(node.outputs, emitter);
  const named = nameOutputs(emitter, outputs);
  const outputInfos: OnnxValueInfo[] = Object.entries(outputs).map(([name, { type, shape }]) => ({ name, type, shape }));
  const given = options.initialisers ?? new Map<string, OnnxTensor>();
  return encodeModel({
    graph: {
      nodes: named,
      inputs: emitter.inputs.filter(({ name }) => !given.has(name)),
      outputs: outputInfos,
      initialisers: new Map([...emitter.initialisers, ...given]),
    },
    metadata: options.metadata ?? {},
  });
}

function lowerNode(outputs: readonly Tensor[], emitter: Emitter): void {
  const { node } = outputs[0]!;
  const names = node.operator.lower(node, emitter);
  outputs.forEach((output, index) => {
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
    opType: node.opType,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: Object.fromEntries(attributes),
  };
}
