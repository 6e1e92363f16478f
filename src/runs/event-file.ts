/**
 * What TensorBoard reads: a file of records, each with its length and checksums (TFRecord), each an `Event` as protocol buffer with a
 * time, a step and named numbers. A file only grows; a run that is resumed writes a further one.
 * Source: tensorflow/core/util/event.proto and framework/summary.proto, lib/io/record_writer.cc.
 */
import { PbfWriter } from 'pbf';

export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly time: number;
  readonly step: number;
  /** By tag, for instance `loss/training`. */
  readonly values: Readonly<Record<string, number>>;
}

/** Name of such a file; TensorBoard looks for its beginning. */
export function eventFileName(time: number, process: number): string {
  return `${eventFilePrefix}${Math.floor(time)}.${process}.graphsam`;
}

const eventFilePrefix = 'events.out.tfevents.';

export function isEventFile(name: string): boolean {
  return name.startsWith(eventFilePrefix) && name.endsWith('.graphsam');
}

/** The first record of every file. */
export function firstRecord(time: number): Uint8Array {
  const writer = new PbfWriter();
  writer.writeDoubleField(1, time);
  writer.writeStringField(3, 'brain.Event:2');
  return record(writer.finish());
}

export function scalarRecord({ time, step, values }: ScalarEvent): Uint8Array {
  const writer = new PbfWriter();
  writer.writeDoubleField(1, time);
  writer.writeVarintField(2, step);
  writer.writeMessage(5, writeSummary, values);
  return record(writer.finish());
}

function writeSummary(values: ScalarEvent['values'], writer: PbfWriter): void {
  for (const entry of Object.entries(values)) writer.writeMessage(1, writeValue, entry);
}

function writeValue([tag, value]: readonly [string, number], writer: PbfWriter): void {
  writer.writeStringField(1, tag);
  writer.writeFloatField(2, value);
}

/** Length (8 bytes), its checksum, the data, their checksum; all little endian. */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return bytes;
}

/** CRC-32C turned by 15 bits and moved, so that a checksum of data that hold checksums is as good. */
function maskedChecksum(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

/** Castagnoli's polynomial, bits reversed. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
});

export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = table[(sum ^ byte) & 255]! ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
