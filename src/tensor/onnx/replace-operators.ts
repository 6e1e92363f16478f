/**
 * Operators that a device lacks, in terms of others that it has. What a device cannot run goes to the CPU in the middle of a step, with
 * a copy there and back that all waits for; a few more kernels on the device cost less. Values are the same, bit for bit.
 */
import { elementCode } from './encode.ts';
import type { OnnxGraph, OnnxNode, OnnxTensor } from './model.ts';

/** Where the replacing nodes are written. */
interface Replacing {
  /** The nodes before, by what they give. */
  readonly producers: ReadonlyMap<string, OnnxNode>;
  readonly initializers: Map<string, OnnxTensor>;
  /** Adds a node with one output (default: a new name) and returns its name. */
  emit(opType: string, inputs: readonly string[], attributes?: OnnxNode['attributes'], output?: string): string;
  constant(name: string, tensor: OnnxTensor): string;
}

/** By ONNX's names. */
const replacements: ReadonlyMap<string, (node: OnnxNode, replacing: Replacing) => void> = new Map([
  ['OneHot', replaceOneHot],
  ['Sign', replaceSign],
]);

/** The graph without these operators. Bodies of loops stay as they are. */
export function replaceOperators(graph: OnnxGraph, lacking: ReadonlySet<string>): OnnxGraph {
  const initializers = new Map(graph.initializers);
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const nodes = graph.nodes.flatMap((node): OnnxNode[] => {
    const replace = lacking.has(node.opType) && replacements.get(node.opType);
    if (!replace) return [node];
    const written: OnnxNode[] = [];
    const emit: Replacing['emit'] = (opType, inputs, attributes = {}, output) => {
      const name = output ?? `${node.outputs[0]!}_${written.length}`;
      written.push({ opType, inputs, outputs: [name], attributes });
      return name;
    };
    const constant: Replacing['constant'] = (name, tensor) => {
      initializers.set(name, tensor);
      return name;
    };
    replace(node, { producers, initializers, emit, constant });
    return written;
  });
  return { ...graph, nodes, initializers };
}

/** 1 where the row's number is that of the column: a comparison of 32-bit numbers, which devices have. */
function replaceOneHot({ inputs, outputs }: OnnxNode, { producers, initializers, emit, constant }: Replacing): void {
  const [given, depth] = inputs as [string, string];
  const producer = producers.get(given);
  // The lowering widens row numbers for OneHot only.
  const narrow = producer?.opType === 'Cast' ? producer.inputs[0]! : given;
  const index = emit('Cast', [narrow], { to: elementCode.int32 });
  const last = constant('last_axis', { type: 'int64', dims: [1], data: BigInt64Array.of(-1n) });
  const fixed = initializers.get(depth);
  const columns = fixed ? constantColumns(Number(fixed.data[0]), constant) : rangeOf(depth, { emit, constant });
  const chosen = emit('Equal', [emit('Unsqueeze', [index, last]), columns]);
  emit('Cast', [chosen], { to: elementCode.float32 }, outputs[0]!);
}

function constantColumns(count: number, constant: Replacing['constant']): string {
  return constant(`columns_${count}`, {
    type: 'int32',
    dims: [count],
    data: Int32Array.from({ length: count }, (_, at) => at),
  });
}

/** 0, 1 ... as many as the vector of one length says. */
function rangeOf(length: string, { emit, constant }: Pick<Replacing, 'emit' | 'constant'>): string {
  const whole = (name: string, value: number): string =>
    constant(name, { type: 'int32', dims: [], data: Int32Array.of(value) });
  const first = constant('first_axis', { type: 'int64', dims: [1], data: BigInt64Array.of(0n) });
  const end = emit('Cast', [emit('Squeeze', [length, first])], { to: elementCode.int32 });
  return emit('Range', [whole('range_start', 0), end, whole('range_step', 1)]);
}

/** Devices that lack it compute in float32 only. */
function replaceSign({ inputs: [given], outputs }: OnnxNode, { emit, constant }: Replacing): void {
  const real = (name: string, value: number): string =>
    constant(name, { type: 'float32', dims: [], data: Float32Array.of(value) });
  const zero = real('sign_zero', 0);
  const below = emit('Where', [emit('Less', [given!, zero]), real('sign_minus_one', -1), zero]);
  emit('Where', [emit('Greater', [given!, zero]), real('sign_one', 1), below], {}, outputs[0]!);
}
