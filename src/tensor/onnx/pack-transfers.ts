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
  const initializers = new Map(graph.initializers);
  const nodes = [...inputs.flatMap((piece) => unpack(piece, initializers)), ...graph.nodes];
  if (outputs.length > 0) nodes.push(...pack(outputs, initializers));
  return {
    graph: {
      nodes,
      initializers,
      inputs: withPacked(graph.inputs, packedInputs, inputs),
      outputs: withPacked(graph.outputs, packedOutputs, outputs),
    },
    inputs,
    outputs,
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

function withPacked(values: readonly OnnxValueInfo[], name: string, pieces: readonly PackedPiece[]): OnnxValueInfo[] {
  if (pieces.length === 0) return [...values];
  const packed = new Set(pieces.map((piece) => piece.name));
  return [...values.filter((value) => !packed.has(value.name)), { name, type: 'float32', shape: [packedSize(pieces)] }];
}

export function packedSize(pieces: readonly PackedPiece[]): number {
  return pieces.reduce((total, { size }) => total + size, 0);
}

function unpack({ name, dims, offset, size }: PackedPiece, initializers: Map<string, OnnxTensor>): OnnxNode[] {
  const whole = (values: readonly number[]): string => {
    const constant = `packed_${values.join('_')}`;
    const data = BigInt64Array.from(values, BigInt);
    initializers.set(constant, { type: 'int64', dims: [values.length], data });
    return constant;
  };
  const flat = dims.length === 1 ? name : `${name}_flat`;
  const slice = { opType: 'Slice', inputs: [packedInputs, whole([offset]), whole([offset + size])], outputs: [flat] };
  const reshape = { opType: 'Reshape', inputs: [flat, whole(dims)], outputs: [name] };
  return (dims.length === 1 ? [slice] : [slice, reshape]).map((node) => ({ ...node, attributes: {} }));
}

function pack(outputs: readonly PackedPiece[], initializers: Map<string, OnnxTensor>): OnnxNode[] {
  const flat = 'packed_flat';
  initializers.set(flat, { type: 'int64', dims: [1], data: BigInt64Array.of(-1n) });
  const node = (opType: string, inputs: readonly string[], output: string, attributes = {}): OnnxNode => ({
    opType,
    inputs,
    outputs: [output],
    attributes,
  });
  const flattened = outputs.map(({ name }) => node('Reshape', [name, flat], `${name}_packed`));
  const all = flattened.map(({ outputs: [name] }) => name!);
  return [...flattened, node('Concat', all, packedOutputs, { axis: 0 })];
}
