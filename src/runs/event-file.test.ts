/** Event files for TensorBoard, read back by their published layout. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PbfReader } from 'pbf';
import { crc32c, eventFileName, firstRecord, isEventFile, scalarRecord } from './event-file.ts';

test('the checksum is CRC-32C: the check value of the published catalog', () => {
  assert.equal(crc32c(new TextEncoder().encode('123456789')), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa, 'RFC 3720, B.4: 32 bytes of zeros');
});

test('a record holds time, step and named numbers', () => {
  const bytes = scalarRecord({ time: 1.5, step: 300, values: { 'loss/training': 0.25, 'validation/rmse': -2 } });
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  assert.equal(bytes.length, 16 + length);
  const event = new PbfReader(bytes.subarray(12, 12 + length)).readFields(
    (tag, found: { time?: number; step?: number; values: [string, number][] }, reader) => {
      if (tag === 1) found.time = reader.readDouble();
      if (tag === 2) found.step = reader.readVarint();
      if (tag === 5) reader.readMessage(readSummary, found.values);
    },
    { values: [] },
  );
  assert.deepEqual(event, {
    time: 1.5,
    step: 300,
    values: [
      ['loss/training', 0.25],
      ['validation/rmse', -2],
    ],
  });
});

function readSummary(tag: number, values: [string, number][], reader: PbfReader): void {
  if (tag !== 1) return;
  const value: [string, number] = ['', 0];
  reader.readMessage((field, into: [string, number], inner) => {
    if (field === 1) into[0] = inner.readString();
    if (field === 2) into[1] = inner.readFloat();
  }, value);
  values.push(value);
}

test('its files are recognized by their names', () => {
  assert.equal(eventFileName(12.9, 7), 'events.out.tfevents.12.7.graphsam');
  assert.ok(isEventFile(eventFileName(12.9, 7)));
  assert.ok(!isEventFile('events.out.tfevents.12.host'));
});

const hasTensorBoard = spawnSync('python3', ['-c', 'import tensorboard']).status === 0;

test("TensorBoard's own reader finds the numbers", {
  skip: !hasTensorBoard && 'needs Python with tensorboard',
}, (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-events-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const records = [1, 2].map((step) => scalarRecord({ time: step, step, values: { 'loss/training': 1 / step } }));
  writeFileSync(join(folder, eventFileName(1, 1)), Buffer.concat([firstRecord(1), ...records]));
  const program = `
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(${JSON.stringify(folder)})
events.Reload()
print([(each.step, each.value) for each in events.Scalars('loss/training')])`;
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  assert.equal(stdout.trim(), '[(1, 1.0), (2, 0.5)]', stderr);
});
