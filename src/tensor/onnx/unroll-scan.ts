/**
 * Loops written out: each Scan as many copies of its body as it has steps. For devices without loops, which would go back to the CPU at
 * each step. The steps have to be known when the model is loaded, so there is one model for each number of them; the numbers are the
 * same, bit for bit.
 */
import { ShapeError } from '../../base/index.ts';
import type { AttributeValue, OnnxGraph, OnnxNode, OnnxTensor } from './model.ts';

/** Where the number of steps is seen: the first axis of an input. */
export interface LoopLength {
  readonly input: string;
  readonly axis: number;
}

interface Scan {
  readonly node: OnnxNode;
  readonly body: OnnxGraph;
  readonly states: number;
}

/** The inputs whose first axis is the number of steps of a loop, each once; empty for a graph without loops. */
export function loopLengths(graph: OnnxGraph): LoopLength[] {
  const inputs = new Set(graph.nodes.filter(isScan).map((node) => countingInput(node, graph)));
  return [...inputs].map((input) => ({ input, axis: 0 }));
}

/** stepsOf: number of steps by the inputs that `loopLengths` names. */
export function unrollScans(graph: OnnxGraph, stepsOf: (input: string) => number): OnnxGraph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.flatMap((node) =>
    isScan(node) ? writeOut(readScan(node), stepsOf(countingInput(node, graph)), initializers) : [node],
  );
  return { ...graph, nodes, initializers };
}

function isScan({ opType }: OnnxNode): boolean {
  return opType === 'Scan';
}

function countingInput(node: OnnxNode, { inputs }: OnnxGraph): string {
  const { states } = readScan(node);
  const known = new Set(inputs.map(({ name }) => name));
  const found = node.inputs.slice(states).find((name) => known.has(name));
  if (found !== undefined) return found;
  throw new ShapeError({
    code: 'not-supported',
    what: `the number of steps of the loop ${node.outputs[0]} is not known before it runs`,
    advice: 'Give the loop an input of the computation to walk through, or compute on the CPU.',
  });
}

function readScan(node: OnnxNode): Scan {
  const { body, num_scan_inputs } = node.attributes;
  return { node, body: body as OnnxGraph, states: node.inputs.length - (num_scan_inputs as number) };
}

function writeOut({ node, body, states }: Scan, steps: number, initializers: Map<string, OnnxTensor>): OnnxNode[] {
  const prefix = node.outputs[0]!;
  const inDirection = directions(node.attributes.scan_input_directions);
  const outDirection = directions(node.attributes.scan_output_directions);
  for (const [name, tensor] of body.initializers) initializers.set(`${prefix}_${name}`, tensor);
  const nodes: OnnxNode[] = [];
  const collected = body.outputs.slice(states).map((): string[] => []);
  let carried = node.inputs.slice(0, states);
  for (let step = 0; step < steps; step++) {
    const names = new Map([...body.initializers.keys()].map((name) => [name, `${prefix}_${name}`]));
    body.inputs.forEach(({ name }, index) => {
      const scanned = index - states;
      if (scanned < 0) names.set(name, carried[index]!);
      else {
        const at = inDirection(scanned) ? steps - 1 - step : step;
        names.set(
          name,
          sliceAt({ array: node.inputs[index]!, at, name: `${prefix}_${step}_${name}` }, nodes, initializers),
        );
      }
    });
    for (const { outputs } of body.nodes) for (const name of outputs) names.set(name, `${prefix}_${step}_${name}`);
    const rename = (name: string): string => names.get(name) ?? name;
    for (const inner of body.nodes) {
      nodes.push({ ...inner, inputs: inner.inputs.map(rename), outputs: inner.outputs.map(rename) });
    }
    const results = body.outputs.map(({ name }) => rename(name));
    carried = results.slice(0, states);
    results.slice(states).forEach((result, index) => {
      if (outDirection(index)) collected[index]!.unshift(result);
      else collected[index]!.push(result);
    });
  }
  node.outputs.slice(0, states).forEach((output, index) => {
    nodes.push({ opType: 'Identity', inputs: [carried[index]!], outputs: [output], attributes: {} });
  });
  node.outputs.slice(states).forEach((output, index) => {
    nodes.push(...stack(collected[index]!, output, initializers));
  });
  return nodes;
}

/** Whether an array is walked from its end. */
function directions(attribute: AttributeValue | undefined): (index: number) => boolean {
  const given = (attribute ?? []) as readonly number[];
  return (index) => given[index] === 1;
}

interface Slice {
  readonly array: string;
  readonly at: number;
  readonly name: string;
}

function sliceAt({ array, at, name }: Slice, nodes: OnnxNode[], initializers: Map<string, OnnxTensor>): string {
  const position = `unrolled_step_${at}`;
  initializers.set(position, { type: 'int32', dims: [], data: Int32Array.of(at) });
  nodes.push({ opType: 'Gather', inputs: [array, position], outputs: [name], attributes: { axis: 0 } });
  return name;
}

/** Arrays one after the other along a new first axis; as one Concat and one Reshape, since every Unsqueeze would be a kernel. */
function stack(arrays: readonly string[], output: string, initializers: Map<string, OnnxTensor>): OnnxNode[] {
  const steps = `unrolled_steps_${arrays.length}`;
  initializers.set(steps, { type: 'int64', dims: [1], data: BigInt64Array.of(BigInt(arrays.length)) });
  const [flat, inner, shape] = [`${output}_flat`, `${output}_inner`, `${output}_shape`];
  return [
    { opType: 'Concat', inputs: arrays, outputs: [flat], attributes: { axis: 0 } },
    { opType: 'Shape', inputs: [arrays[0]!], outputs: [inner], attributes: {} },
    { opType: 'Concat', inputs: [steps, inner], outputs: [shape], attributes: { axis: 0 } },
    { opType: 'Reshape', inputs: [flat, shape], outputs: [output], attributes: { allowzero: 1 } },
  ];
}
