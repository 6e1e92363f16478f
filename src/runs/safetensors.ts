/**
 * The safetensors format (Hugging Face), which many tools read: 8 bytes with the length of a JSON header, the header with type,
 * shape and offsets of every tensor and a table of texts under `__metadata__`, then the numbers, little-endian and without gaps.
 * A small implementation of our own: three element types, everything checked while reading.
 */
import { CheckpointError, checksum } from '../base/index.ts';

type TensorData = Float32Array | Float64Array | BigInt64Array;

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const elementTypes = {
  F64: { bytes: 8, make: (buffer: ArrayBuffer): TensorData => new Float64Array(buffer) },
  I64: { bytes: 8, make: (buffer: ArrayBuffer): TensorData => new BigInt64Array(buffer) },
  F32: { bytes: 4, make: (buffer: ArrayBuffer): TensorData => new Float32Array(buffer) },
} as const;
type ElementTypeName = keyof typeof elementTypes;

interface HeaderEntry {
  readonly dtype: ElementTypeName;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

export const prefixBytes = 8;
/** As the format's own reader: no header of ours comes near. */
const longestHeader = 100_000_000;

/** Key of the metadata that holds a checksum of everything else. */
const checksumKey = 'graphsam.checksum';

/** With a checksum readSafetensors notices every damage. Throws CheckpointError if a shape does not fit its data. */
export function writeSafetensors(
  { tensors, metadata }: SafetensorsFile,
  { withChecksum = false }: { readonly withChecksum?: boolean } = {},
): Uint8Array {
  // Wide elements first, so that every tensor begins at a multiple of its element size.
  const named = Object.entries(tensors).sort(([, left], [, right]) => width(right) - width(left));
  const header: Record<string, HeaderEntry | SafetensorsFile['metadata']> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, data }] of named) {
    if (elements(shape) !== data.length) {
      throw new CheckpointError({
        code: 'shape-mismatch',
        what: `tensor ${name}: shape [${shape.join(', ')}] does not hold ${data.length} numbers`,
      });
    }
    header[name] = { dtype: typeName(data), shape, data_offsets: [end, (end += data.byteLength)] };
  }
  if (withChecksum) {
    const sum = checksum(encoded(header), ...named.map(([, { data }]) => data));
    header.__metadata__ = { ...metadata, [checksumKey]: sum };
  }
  const text = encoded(header);
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(prefixBytes + headerBytes + end).fill(0x20, prefixBytes, prefixBytes + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, prefixBytes);
  let index = prefixBytes + headerBytes;
  for (const [, { data }] of named) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), index);
    index += data.byteLength;
  }
  return file;
}

/**
 * Reads a whole file; the tensors are copies. where: its name, for messages. Throws CheckpointError if it is not safetensors,
 * is cut off, contradicts itself or its checksum.
 */
export function readSafetensors(file: Uint8Array, where: string): SafetensorsFile {
  const { header, dataStart } = readHeader(file, where);
  const { __metadata__: _, ...entries } = header;
  const metadata = metadataOf(header, where);
  const tensors: Record<string, StoredTensor> = {};
  let covered = 0;
  const inOrder = Object.entries(entries).map(([name, entry]) => ({ name, entry: checkEntry(name, entry, where) }));
  // By the end where they begin alike: an empty tensor comes before the one that begins at the same offset.
  inOrder.sort(
    ({ entry: { data_offsets: left } }, { entry: { data_offsets: right } }) => left[0] - right[0] || left[1] - right[1],
  );
  for (const { name, entry } of inOrder) {
    const [begin, end] = entry.data_offsets;
    if (begin !== covered) throw damaged(`tensor ${name} begins at ${begin}, expected ${covered}`, where);
    if (dataStart + end > file.length) throw cutOff(dataStart + end, file.length, where);
    const { make } = elementTypes[entry.dtype];
    // Not slice: that of Node's Buffer copies nothing, and its memory is shared with other files.
    const copy = new Uint8Array(file.subarray(dataStart + begin, dataStart + end));
    tensors[name] = { shape: entry.shape, data: make(copy.buffer) };
    covered = end;
  }
  if (dataStart + covered !== file.length) {
    throw damaged(`${file.length - dataStart - covered} bytes follow the last tensor`, where);
  }
  const { [checksumKey]: sum, ...given } = metadata;
  const content = { ...header, __metadata__: given };
  if (sum !== undefined && sum !== checksum(encoded(content), file.subarray(dataStart))) {
    throw damaged('its content is not what was written (the checksum differs)', where);
  }
  return { tensors, metadata: given };
}

/** start: of a file, with its whole header (readSafetensorsStart). Neither tensors nor a checksum are looked at. Throws as readSafetensors does. */
export function readSafetensorsMetadata(start: Uint8Array, where: string): SafetensorsFile['metadata'] {
  return metadataOf(readHeader(start, where).header, where);
}

function metadataOf({ __metadata__: metadata = {} }: Record<string, unknown>, where: string): Record<string, string> {
  if (!isTextTable(metadata)) throw damaged('its metadata are not a table of texts', where);
  return metadata;
}

function encoded(header: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header));
}

function readHeader(file: Uint8Array, where: string): { header: Record<string, unknown>; dataStart: number } {
  if (file.length < prefixBytes) throw cutOff(prefixBytes, file.length, where);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > longestHeader || (file.length > prefixBytes && file[prefixBytes] !== 0x7b)) {
    throw damaged('it is not a safetensors file', where);
  }
  const dataStart = prefixBytes + length;
  if (dataStart > file.length) throw cutOff(dataStart, file.length, where);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(prefixBytes, dataStart));
    return { header: JSON.parse(text), dataStart };
  } catch (cause) {
    throw damaged('its header cannot be read', where, cause);
  }
}

function checkEntry(name: string, entry: unknown, where: string): HeaderEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<HeaderEntry>;
  if (dtype === undefined || !Object.hasOwn(elementTypes, dtype)) {
    throw damaged(`tensor ${name} has the element type ${dtype}, known are ${Object.keys(elementTypes)}`, where);
  }
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw damaged(`tensor ${name} has no usable shape and offsets`, where);
  }
  const needed = elements(shape) * elementTypes[dtype].bytes;
  if (offsets[1] - offsets[0] !== needed) {
    throw damaged(`tensor ${name} has ${offsets[1] - offsets[0]} bytes, its shape needs ${needed}`, where);
  }
  return { dtype, shape, data_offsets: offsets };
}

function typeName(data: TensorData): ElementTypeName {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Float64Array ? 'F64' : 'I64';
}

function width({ data }: StoredTensor): number {
  return data.BYTES_PER_ELEMENT;
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function isCounts<T extends readonly number[]>(value: T | undefined): value is T {
  return Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

function isTextTable(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

function cutOff(expected: number, found: number, where: string): CheckpointError {
  return damaged(`it is cut off: at least ${expected} bytes expected, ${found} found`, where);
}

function damaged(what: string, where: string, cause?: unknown): CheckpointError {
  return new CheckpointError({
    code: 'checkpoint-damaged',
    what,
    where,
    advice: 'Use an undamaged copy, or train again.',
    cause,
  });
}
