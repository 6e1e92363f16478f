/** Several models as one: they read the same inputs, and what they answer goes into a further computation. */
import { ShapeError } from '../../base/index.ts';
import type { AttributeValue, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from './model.ts';

/**
 * One model that runs all parts on inputs that they share by name.
 *   parts: by prefix; everything inside a part but its inputs gets `PREFIX.` in front of its name
 *   last: a computation whose inputs are outputs of the parts, `PREFIX.NAME`; its outputs are those of the whole
 * Throws ShapeError where parts read an input of one name differently, and where `last` reads what no part gives.
 */
export function joinModels(
  parts: ReadonlyMap<string, OnnxModel>,
  last: OnnxModel,
  metadata: OnnxModel['metadata'],
): OnnxModel {
  const inputs = new Map<string, OnnxValueInfo>();
  const graphs = [...parts].map(([prefix, { graph }]) => {
    for (const input of graph.inputs) addShared(inputs, input);
    return prefixed(graph, `${prefix}.`);
  });
  const given = new Set(graphs.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  const unknown = last.graph.inputs.find(({ name }) => !given.has(name));
  if (unknown) throw mismatch(`nothing gives ${unknown.name}`, `The parts give ${[...given].join(', ')}.`);
  return {
    graph: {
      nodes: [...graphs.flatMap(({ nodes }) => nodes), ...last.graph.nodes],
      inputs: [...inputs.values()],
      outputs: last.graph.outputs,
      initializers: new Map([...graphs.flatMap(({ initializers }) => [...initializers]), ...last.graph.initializers]),
    },
    metadata,
  };
}

function addShared(inputs: Map<string, OnnxValueInfo>, input: OnnxValueInfo): void {
  const known = inputs.get(input.name) ?? input;
  if (known.type !== input.type || known.shape?.join() !== input.shape?.join()) {
    throw mismatch(`two models read the input ${input.name} differently`, 'Join models of the same settings.');
  }
  inputs.set(input.name, known);
}

function prefixed({ nodes, inputs, outputs, initializers }: OnnxGraph, prefix: string): OnnxGraph {
  const shared = new Set(inputs.map(({ name }) => name));
  // An optional input that is left out has no name.
  const rename = (name: string): string => (name === '' || shared.has(name) ? name : prefix + name);
  return {
    nodes: nodes.map((node) => renamedNode(node, rename)),
    inputs,
    outputs: outputs.map((output) => ({ ...output, name: rename(output.name) })),
    initializers: new Map([...initializers].map(([name, tensor]) => [rename(name), tensor])),
  };
}

function renamedNode(node: OnnxNode, rename: (name: string) => string): OnnxNode {
  const { inputs, outputs, attributes } = node;
  const changed = Object.entries(attributes).map(([key, value]): [string, AttributeValue] =>
    typeof value === 'object' && 'nodes' in value ? [key, renamedBody(value, rename)] : [key, value],
  );
  return { ...node, inputs: inputs.map(rename), outputs: outputs.map(rename), attributes: Object.fromEntries(changed) };
}

/** Its inputs too: names in a loop may not hide those outside, which it may read. */
function renamedBody(body: OnnxGraph, rename: (name: string) => string): OnnxGraph {
  const info = (value: OnnxValueInfo): OnnxValueInfo => ({ ...value, name: rename(value.name) });
  return {
    nodes: body.nodes.map((node) => renamedNode(node, rename)),
    inputs: body.inputs.map(info),
    outputs: body.outputs.map(info),
    initializers: new Map([...body.initializers].map(([name, tensor]) => [rename(name), tensor])),
  };
}

function mismatch(what: string, advice: string): ShapeError {
  return new ShapeError({ code: 'shape-mismatch', what, where: 'joinModels', advice });
}
