/** Where the page keeps runs: in memory, and in the browser's storage until that is full. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTrainConfig } from '../../src/runs/index.ts';
import type { EpochReport } from '../../web/engine/protocol.ts';
import { StorageFull } from '../../web/engine/storage/indexed-db-run-database.ts';
import { MemoryRunDatabase } from '../../web/engine/storage/memory-run-database.ts';
import { OverflowRunDatabase } from '../../web/engine/storage/overflow-run-database.ts';
import type { RunDatabase, StoredRunRecord } from '../../web/engine/storage/run-database.ts';

const file = Uint8Array.of(1, 2, 3);

test('memory replaces the report of an epoch, as the storage of the browser does, and gives epochs by number', async () => {
  const database = new MemoryRunDatabase('a test');
  for (const [epoch, loss] of [
    [2, 0.5],
    [1, 0.9],
    [2, 0.4],
  ] as const) {
    await database.putEpoch('a', reportOf(epoch, loss));
  }
  assert.deepEqual(await database.epochs('a'), [reportOf(1, 0.9), reportOf(2, 0.4)]);
  await database.keepEpochs('a', 1);
  assert.deepEqual(await database.epochs('a'), [reportOf(1, 0.9)]);
});

test('a run that the storage has no room for moves into memory whole; once it is deleted, runs are kept again', async () => {
  const storage = new SmallStorage('kept');
  const database = new OverflowRunDatabase(storage);
  const reasons: string[] = [];
  database.onOverflow = (reason) => reasons.push(reason);
  await database.put(recordOf('a'));
  await database.putEpoch('a', reportOf(1, 0.9));
  await database.writeFile('a', 'model.onnx', file);
  assert.deepEqual([database.kept, database.reason], [true, 'kept']);

  storage.isFull = true;
  await database.putEpoch('a', reportOf(2, 0.5));
  assert.equal(database.kept, false);
  assert.deepEqual(reasons, [database.reason]);
  assert.match(database.reason, /is full/);
  assert.deepEqual(await storage.list(), [], 'its room is given back');
  assert.deepEqual(await database.epochs('a'), [reportOf(1, 0.9), reportOf(2, 0.5)]);
  assert.deepEqual(await database.readFile('a', 'model.onnx'), file);

  storage.isFull = false;
  await database.remove('a');
  assert.deepEqual(await database.list(), []);
  assert.deepEqual([database.kept, database.reason], [true, 'kept']);
  await database.put(recordOf('a'));
  assert.equal((await storage.list()).length, 1, 'what is stored next is kept');
});

/** Stands for the storage of a browser: memory that can be full. */
class SmallStorage implements RunDatabase {
  readonly kept = true;
  readonly reason: string;
  isFull = false;
  readonly #runs = new MemoryRunDatabase('inside');

  constructor(reason: string) {
    this.reason = reason;
  }

  list = () => this.#runs.list();
  get = (id: string) => this.#runs.get(id);
  remove = (id: string) => this.#runs.remove(id);
  readFile = (id: string, name: string) => this.#runs.readFile(id, name);
  files = (id: string) => this.#runs.files(id);
  sizeOf = (id: string) => this.#runs.sizeOf(id);
  epochs = (id: string) => this.#runs.epochs(id);
  keepEpochs = (id: string, count: number) => this.#runs.keepEpochs(id, count);
  put = (record: StoredRunRecord) => this.#write(() => this.#runs.put(record));
  writeFile = (id: string, name: string, content: Uint8Array) =>
    this.#write(() => this.#runs.writeFile(id, name, content));
  putEpoch = (id: string, report: EpochReport) => this.#write(() => this.#runs.putEpoch(id, report));

  async #write(write: () => Promise<void>): Promise<void> {
    if (this.isFull) throw new StorageFull(new DOMException('no room', 'QuotaExceededError'));
    await write();
  }
}

function recordOf(id: string): StoredRunRecord {
  const config = parseTrainConfig({ data: { dataset: 'medicines' } }, 'the test');
  return { id, title: 'adam', created: 0, config, files: undefined, data: 'medicines', finished: false };
}

/** As much of a report as tells two apart. */
function reportOf(epoch: number, loss: number): EpochReport {
  return { epoch, loss } as unknown as EpochReport;
}
