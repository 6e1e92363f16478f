/**
 * What a computation is fed and gives in fixed shapes (weights and their gradients) as one array each way. A device with memory of its own
 * is waited for once for each array that comes back from it, and a model has as many as parameters. Values are the same, bit for bit.
 */
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValueInfo } from './model.ts';

/** Where an array is in the packed one. */
export interface PackedPiece {
  readonly name: string;
  readonly dims: readonly number[];
  readonly offset: number;
  readonly size: number;
}

export interface PackedGraph {
  /** With the input `packedInputs` and the output `packedOutputs` in the place of the pieces; without one that has fewer than two. */
  readonly graph: OnnxGraph;
  readonly inputs: readonly PackedPiece[];
  readonly outputs: readonly PackedPiece[];
}

export const packedInputs = 'packed_inputs';
export const packedOutputs = 'packed_outputs';

/** In float32; everything else stays as it is. */
export function packTransfers(graph: OnnxGraph): PackedGraph {
  const given = graph.inputs.filter(({ name }) => !graph.initializers.has(name));
  // A scalar costs a kernel more to cut out than to send.
  const inputs = piecesOf(given.filter(({ shape }) => shape?.length !== 0));
  const outputs = piecesOf(graph.outputs);
  const places = {
    inputs: { name: packedInputs, pieces: inputs, length: packedSize(inputs) },
    outputs: { name: packedOutputs, pieces: outputs, length: packedSize(outputs) },
  };
  return { graph: packAs(graph, places), inputs, outputs };
}

/** One array in the place of some inputs or outputs in float32. */
export interface PackedSlice {
  readonly name: string;
  /** In the order of their offsets; there may be gaps, which are 0 in an output. */
  readonly pieces: readonly PackedPiece[];
  /** Of the whole array. */
  readonly length: number;
}

/** The graph with one array for these inputs and one for these outputs; no pieces: as before. */
export function packAs(
  graph: OnnxGraph,
  { inputs, outputs }: { readonly inputs: PackedSlice; readonly outputs: PackedSlice },
): OnnxGraph {
  const initializers = new Map(graph.initializers);
  const nodes = [...inputs.pieces.flatMap((piece) => unpack(inputs.name, piece, initializers)), ...graph.nodes];
  if (outputs.pieces.length > 0) nodes.push(...pack(outputs, initializers));
  return {
    nodes,
    initializers,
    inputs: withPacked(graph.inputs, inputs),
    outputs: withPacked(graph.outputs, outputs),
  };
}

/** Those of fixed shape one after the other; none if there are fewer than two. */
function piecesOf(values: readonly OnnxValueInfo[]): PackedPiece[] {
  const pieces: PackedPiece[] = [];
  let offset = 0;
  for (const { name, type, shape } of values) {
    const dims = (shape ?? ['unknown']).filter((dim) => typeof dim === 'number');
    const size = dims.reduce((product, length) => product * length, 1);
    if (type !== 'float32' || dims.length !== shape?.length || size === 0) continue;
    pieces.push({ name, dims, offset, size });
    offset += size;
  }
  return pieces.length > 1 ? pieces : [];
}

function withPacked(values: readonly OnnxValueInfo[], { name, pieces, length }: PackedSlice): OnnxValueInfo[] {
  if (pieces.length === 0) return [...values];
  const packed = new Set(pieces.map((piece) => piece.name));
  return [...values.filter((value) => !packed.has(value.name)), { name, type: 'float32', shape: [length] }];
}

export function packedSize(pieces: readonly PackedPiece[]): number {
  return pieces.reduce((total, { size }) => total + size, 0);
}

function unpack(
  whole: string,
  { name, dims, offset, size }: PackedPiece,
  initializers: Map<string, OnnxTensor>,
): OnnxNode[] {
  const numbers = (values: readonly number[]): string => {
    const constant = `packed_${values.join('_')}`;
    const data = BigInt64Array.from(values, BigInt);
    initializers.set(constant, { type: 'int64', dims: [values.length], data });
    return constant;
  };
  const flat = dims.length === 1 ? name : `${name}_flat`;
  const slice = { opType: 'Slice', inputs: [whole, numbers([offset]), numbers([offset + size])], outputs: [flat] };
  const reshape = { opType: 'Reshape', inputs: [flat, numbers(dims)], outputs: [name] };
  return (dims.length === 1 ? [slice] : [slice, reshape]).map((node) => ({ ...node, attributes: {} }));
}

function pack({ name: whole, pieces, length }: PackedSlice, initializers: Map<string, OnnxTensor>): OnnxNode[] {
  const flat = 'packed_flat';
  initializers.set(flat, { type: 'int64', dims: [1], data: BigInt64Array.of(-1n) });
  const node = (opType: string, inputs: readonly string[], output: string, attributes = {}): OnnxNode => ({
    opType,
    inputs,
    outputs: [output],
    attributes,
  });
  const gap = (size: number): string[] => {
    const name = `packed_zeros_${size}`;
    if (size > 0) initializers.set(name, { type: 'float32', dims: [size], data: new Float32Array(size) });
    return size > 0 ? [name] : [];
  };
  let end = 0;
  const parts = pieces.flatMap(({ name, offset, size }) => {
    const before = gap(offset - end);
    end = offset + size;
    return [...before, `${name}_packed`];
  });
  const flattened = pieces.map(({ name }) => node('Reshape', [name, flat], `${name}_packed`));
  return [...flattened, node('Concat', [...parts, ...gap(length - end)], whole, { axis: 0 })];
}
