/**
 * Writes an ONNX model as protocol buffers, and reads the metadata back. Field numbers are those of onnx.proto (ONNX IR
 * version 8, operator set 18: what every runtime since 2023 loads).
 */
import { PbfReader, PbfWriter } from 'pbf';
import { CheckpointError, checksum } from '../../base/index.ts';
import type { ElementType } from '../element-type.ts';
import type { Dim } from '../shape.ts';
import type { AttributeValue, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './model.ts';

const irVersion = 8;
const operatorSet = 18;
/** Of the operators of machine learning, where a model has some: the one with TreeEnsembleRegressor as every runtime has it. */
const treesOperatorSet = 3;

export const elementCode = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 } satisfies Record<
  ElementType,
  number
>;
const attributeCode = { real: 1, integer: 2, string: 3, tensor: 4, graph: 5, reals: 6, integers: 7, strings: 8 };

export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, irVersion);
  writer.writeStringField(2, 'graphsam');
  const entries = Object.entries(model.metadata);
  if (entries.length === 0) {
    writer.writeMessage(7, writeGraph, model.graph);
    writeOperatorSets(model.graph, writer);
    return writer.finish();
  }
  const graphWriter = new PbfWriter();
  writeGraph(model.graph, graphWriter);
  const graph = graphWriter.finish();
  writer.writeBytesField(7, graph);
  writeOperatorSets(model.graph, writer);
  // First, so that no cut leaves the other entries without it.
  writer.writeMessage(14, writeEntry, [checksumKey, checksum(graph)]);
  for (const entry of entries) writer.writeMessage(14, writeEntry, entry);
  return writer.finish();
}

/** A file with metadata is one that is kept: it holds a checksum of its graph, weights included. */
const checksumKey = 'graphChecksum';

/**
 * The metadata of an ONNX file. Throws CheckpointError if the bytes are no ONNX model, or not those that were written: a checksum is
 * compared where the file has one.
 */
export function readMetadata(bytes: Uint8Array): Record<string, string> {
  const metadata: Record<string, string> = {};
  const reader = new PbfReader(bytes);
  let graph: Uint8Array | undefined;
  try {
    reader.readFields((field) => {
      if (field === 7) graph = reader.readBytes();
      if (field !== 14) return;
      const [key, value] = readEntry(reader);
      metadata[key] = value;
    }, undefined);
  } catch (cause) {
    throw damaged(cause);
  }
  // A file that was cut off announces more bytes than it has.
  if (reader.pos > bytes.length) throw damaged();
  if (!graph)
    throw new CheckpointError({ code: 'not-a-model', what: 'not an ONNX model', advice: 'Give a model.onnx file.' });
  const { [checksumKey]: expected, ...given } = metadata;
  const found = checksum(graph);
  if (expected !== undefined && found !== expected) {
    throw new CheckpointError({
      code: 'model-damaged',
      what: `its weights or its network are damaged (checksum ${found}, ${expected} when it was written)`,
      advice: 'Copy it again from where it came.',
    });
  }
  return given;
}

function damaged(cause?: unknown): CheckpointError {
  return new CheckpointError({
    code: 'not-a-model',
    what: 'not an ONNX model, or truncated',
    advice: 'Export or copy it again.',
    cause,
  });
}

function readEntry(reader: PbfReader): [string, string] {
  const entry: [string, string] = ['', ''];
  reader.readMessage((field, target, inner) => {
    if (field === 1 || field === 2) target[field - 1] = inner!.readString();
  }, entry);
  return entry;
}

function writeOperatorSets({ nodes }: OnnxGraph, writer: PbfWriter): void {
  writer.writeMessage(8, writeOperatorSet, ['', operatorSet]);
  const domain = nodes.find((node) => node.domain)?.domain;
  if (domain) writer.writeMessage(8, writeOperatorSet, [domain, treesOperatorSet]);
}

function writeOperatorSet([domain, version]: [string, number], writer: PbfWriter): void {
  writer.writeStringField(1, domain);
  writer.writeVarintField(2, version);
}

function writeEntry([key, value]: [string, string], writer: PbfWriter): void {
  writer.writeStringField(1, key);
  writer.writeStringField(2, value);
}

function writeGraph(graph: OnnxGraph, writer: PbfWriter): void {
  for (const node of graph.nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'graphsam');
  for (const entry of graph.initializers) writer.writeMessage(5, writeInitializer, entry);
  for (const input of graph.inputs) writer.writeMessage(11, writeValueInfo, input);
  for (const output of graph.outputs) writer.writeMessage(12, writeValueInfo, output);
}

function writeNode(node: OnnxNode, writer: PbfWriter): void {
  for (const name of node.inputs) writer.writeStringField(1, name);
  for (const name of node.outputs) writer.writeStringField(2, name);
  writer.writeStringField(3, node.outputs[0]!);
  writer.writeStringField(4, node.opType);
  for (const attribute of Object.entries(node.attributes)) writer.writeMessage(5, writeAttribute, attribute);
  if (node.domain) writer.writeStringField(7, node.domain);
}

function writeAttribute([name, value]: [string, AttributeValue], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if (typeof value === 'number') {
    writer.writeVarintField(3, value);
    writer.writeVarintField(20, attributeCode.integer);
  } else if (typeof value === 'string') {
    writer.writeStringField(4, value);
    writer.writeVarintField(20, attributeCode.string);
  } else if ('nodes' in value) {
    writer.writeMessage(6, writeGraph, value);
    writer.writeVarintField(20, attributeCode.graph);
  } else if ('data' in value) {
    writer.writeMessage(5, writeTensor, value);
    writer.writeVarintField(20, attributeCode.tensor);
  } else if ('reals' in value) {
    writer.writePackedFloat(7, Array.from(value.reals));
    writer.writeVarintField(20, attributeCode.reals);
  } else if ('strings' in value) {
    for (const item of value.strings) writer.writeStringField(9, item);
    writer.writeVarintField(20, attributeCode.strings);
  } else if ('real' in value) {
    writer.writeFloatField(2, value.real);
    writer.writeVarintField(20, attributeCode.real);
  } else {
    for (const item of value) writer.writeVarintField(8, item);
    writer.writeVarintField(20, attributeCode.integers);
  }
}

function writeInitializer([name, tensor]: [string, OnnxTensor], writer: PbfWriter): void {
  writeTensor(tensor, writer);
  writer.writeStringField(8, name);
}

function writeTensor(tensor: OnnxTensor, writer: PbfWriter): void {
  for (const length of tensor.dims) writer.writeVarintField(1, length);
  writer.writeVarintField(2, elementCode[tensor.type]);
  writer.writeBytesField(9, new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
}

function writeValueInfo(info: OnnxValueInfo, writer: PbfWriter): void {
  writer.writeStringField(1, info.name);
  writer.writeMessage(2, writeType, info);
}

function writeType(info: OnnxValueInfo, writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, info);
}

function writeTensorType(info: OnnxValueInfo, writer: PbfWriter): void {
  writer.writeVarintField(1, elementCode[info.type]);
  if (info.shape) writer.writeMessage(2, writeShape, info.shape);
}

function writeShape(shape: readonly Dim[], writer: PbfWriter): void {
  for (const dim of shape) writer.writeMessage(1, writeDim, dim);
}

function writeDim(dim: Dim, writer: PbfWriter): void {
  if (typeof dim === 'number') writer.writeVarintField(1, dim);
  else writer.writeStringField(2, dim);
}
