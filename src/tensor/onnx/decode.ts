/** Reads a model that encode.ts wrote: the whole computation with its weights, to be put together with others. */
import { PbfReader } from 'pbf';
import { CheckpointError } from '../../base/index.ts';
import type { ElementType } from '../element-type.ts';
import type { Dim } from '../shape.ts';
import { elementCode, readMetadata } from './encode.ts';
import type { AttributeValue, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './model.ts';

type Field = (field: number, reader: PbfReader) => void;

/** Throws CheckpointError for bytes that are no ONNX model, damaged, or use what encode.ts never writes. */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const metadata = readMetadata(bytes);
  let graph: OnnxGraph | undefined;
  readAll(new PbfReader(bytes), (field, reader) => {
    if (field === 7) graph = readGraph(partOf(reader));
  });
  return { graph: graph!, metadata };
}

function readGraph(reader: PbfReader): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const [inputs, outputs]: [OnnxValueInfo[], OnnxValueInfo[]] = [[], []];
  const initializers = new Map<string, OnnxTensor>();
  readAll(reader, (field) => {
    if (field === 1) nodes.push(readNode(partOf(reader)));
    else if (field === 5) initializers.set(...readInitializer(partOf(reader)));
    else if (field === 11) inputs.push(readValueInfo(partOf(reader)));
    else if (field === 12) outputs.push(readValueInfo(partOf(reader)));
  });
  return { nodes, inputs, outputs, initializers };
}

function readNode(reader: PbfReader): OnnxNode {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  let [opType, domain] = ['', ''];
  const attributes: [string, AttributeValue][] = [];
  readAll(reader, (field) => {
    if (field === 1) inputs.push(reader.readString());
    else if (field === 2) outputs.push(reader.readString());
    else if (field === 4) opType = reader.readString();
    else if (field === 5) attributes.push(readAttribute(partOf(reader)));
    else if (field === 7) domain = reader.readString();
  });
  const node = { opType, inputs, outputs, attributes: Object.fromEntries(attributes) };
  return domain === 'ai.onnx.ml' ? { ...node, domain } : node;
}

function readAttribute(reader: PbfReader): [string, AttributeValue] {
  let name = '';
  const integers: number[] = [];
  const [reals, strings]: [number[], string[]] = [[], []];
  let value: AttributeValue = integers;
  readAll(reader, (field) => {
    if (field === 1) name = reader.readString();
    else if (field === 2) value = { real: reader.readFloat() };
    else if (field === 3) value = reader.readVarint(true);
    else if (field === 4) value = reader.readString();
    else if (field === 5) value = readTensor(partOf(reader)).tensor;
    else if (field === 6) value = readGraph(partOf(reader));
    else if (field === 7) {
      reader.readPackedFloat(reals);
      value = { reals };
    } else if (field === 8) integers.push(reader.readVarint(true));
    else if (field === 9) {
      strings.push(reader.readString());
      value = { strings };
    }
  });
  return [name, value];
}

function readInitializer(reader: PbfReader): [string, OnnxTensor] {
  const { name, tensor } = readTensor(reader);
  return [name, tensor];
}

function readTensor(reader: PbfReader): { name: string; tensor: OnnxTensor } {
  let [name, type] = ['', 'float32' as ElementType];
  const dims: number[] = [];
  let raw = new Uint8Array();
  readAll(reader, (field) => {
    if (field === 1) dims.push(reader.readVarint(true));
    else if (field === 2) type = elementType(reader.readVarint());
    else if (field === 8) name = reader.readString();
    // A copy: slice of a Buffer is none.
    else if (field === 9) raw = new Uint8Array(reader.readBytes());
  });
  return { name, tensor: { type, dims, data: arrayOf(type, raw.buffer) } };
}

function readValueInfo(reader: PbfReader): OnnxValueInfo {
  let [name, type] = ['', 'float32' as ElementType];
  let shape: Dim[] | undefined;
  const tensorType: Field = (field, inner) => {
    if (field === 1) type = elementType(inner.readVarint());
    else if (field === 2) shape = readShape(partOf(inner));
  };
  readAll(reader, (field) => {
    if (field === 1) name = reader.readString();
    else if (field === 2)
      readAll(partOf(reader), (inside, inner) => inside === 1 && readAll(partOf(inner), tensorType));
  });
  return { name, type, ...(shape && { shape }) };
}

function readShape(reader: PbfReader): Dim[] {
  const dims: Dim[] = [];
  readAll(reader, (field) => {
    if (field !== 1) return;
    readAll(partOf(reader), (kind, inner) => dims.push(kind === 1 ? inner.readVarint(true) : inner.readString()));
  });
  return dims;
}

function elementType(code: number): ElementType {
  const found = (Object.keys(elementCode) as ElementType[]).find((type) => elementCode[type] === code);
  if (found) return found;
  const what = `it holds numbers of a type that graphsam never writes (ONNX type ${code})`;
  throw new CheckpointError({ code: 'not-a-model', what, advice: 'Give a model.onnx that graphsam wrote.' });
}

function arrayOf(type: ElementType, buffer: ArrayBuffer): OnnxTensor['data'] {
  switch (type) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'int64':
      return new BigInt64Array(buffer);
    case 'bool':
      return new Uint8Array(buffer);
  }
}

function readAll(reader: PbfReader, read: (field: number, reader: PbfReader) => unknown): void {
  reader.readFields((field) => void read(field, reader), undefined);
}

/** A message inside a message, to be read on its own. */
function partOf(reader: PbfReader): PbfReader {
  return new PbfReader(reader.readBytes());
}
