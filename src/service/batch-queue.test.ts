import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import type { Structure, StructurePrediction } from '../predict/index.ts';
import { BatchQueue, type BatchQueueOptions, type BatchWorker } from './batch-queue.ts';

/** Answers with the length of each text times the model's number, after a moment; keeps the batches it was given. */
class FakeWorker implements BatchWorker {
  readonly size: number;
  readonly batches: Structure[][] = [];
  readonly #delay: () => number;
  #busy = 0;
  onFree: () => void = () => {};

  constructor(size = 1, delay = () => 1) {
    this.size = size;
    this.#delay = delay;
  }

  canTake(isFull: boolean): boolean {
    return this.#busy < (isFull ? 2 : 1) * this.size;
  }

  async predict(id: number, structures: readonly Structure[]): Promise<StructurePrediction[]> {
    this.#busy++;
    this.batches.push([...structures]);
    await setTimeout(this.#delay());
    this.#busy--;
    this.onFree();
    if (structures.includes('fail')) throw new Error('the batch failed');
    return structures.map((text) => ({ values: [id * String(text).length] }));
  }
}

function queueOf(worker: BatchWorker, options: Partial<BatchQueueOptions> = {}): BatchQueue {
  return new BatchQueue(worker, { batchDelayMs: 2, batchSize: 8, maxWaiting: 1000, ...options });
}

test('every request of any size gets its own answers, whatever the models and the order in which batches end', async () => {
  const request = fc.record({
    id: fc.integer({ min: 1, max: 3 }),
    texts: fc.array(fc.string({ maxLength: 6 }), { maxLength: 50 }),
    after: fc.integer({ min: 0, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 20 }), fc.integer({ min: 1, max: 3 }), async (requests, size) => {
      const queue = queueOf(new FakeWorker(size, () => Math.random() * 3));
      await Promise.all(
        requests.map(async ({ id, texts, after }) => {
          await setTimeout(after);
          const answers = await queue.predict(id, texts);
          assert.deepEqual(
            answers.map(({ values }) => values![0]),
            texts.map((text) => id * text.length),
          );
        }),
      );
      assert.equal(queue.waiting, 0);
    }),
    { numRuns: 40 },
  );
});

test('molecules that arrive together are computed together, full batches at once, and many waiting make batches larger', {
  timeout: 60_000,
}, async () => {
  const worker = new FakeWorker();
  const queue = queueOf(worker, { batchDelayMs: 20 });
  await Promise.all(['a', 'b', 'c'].map((text) => queue.predict(1, [text])));
  assert.deepEqual(worker.batches, [['a', 'b', 'c']]);
  // One that is not full waits for an hour there.
  const patient = queueOf(new FakeWorker(), { batchDelayMs: 3_600_000 });
  await patient.predict(1, Array(8).fill('full'));
  worker.batches.length = 0;
  await queue.predict(1, Array(100).fill('many'));
  assert.ok(worker.batches.length <= 5 && worker.batches.every(({ length }) => length <= 32));
});

test('a small request takes its turn beside a large one', async () => {
  const worker = new FakeWorker();
  const queue = queueOf(worker, { batchSize: 64 });
  const large = queue.predict(1, Array(5000).fill('large'));
  let isLargeDone = false;
  void large.then(() => {
    isLargeDone = true;
  });
  await queue.predict(1, ['small']);
  assert.equal(isLargeDone, false);
  await large;
});

test('where too many wait a request is refused with the time to come again, however small', async () => {
  const queue = queueOf(new FakeWorker(1, () => 20), { maxWaiting: 20 });
  queue.refuseIfFull();
  const busy = queue.predict(1, Array(100).fill('C'));
  assert.throws(
    () => queue.refuseIfFull(),
    (error: { code: string; headers: Record<string, string> }) => {
      assert.equal(error.code, 'busy');
      assert.ok(Number(error.headers['Retry-After']) >= 1);
      return true;
    },
  );
  await busy;
  queue.refuseIfFull();
});

test('what is aborted is dropped, a failing batch fails its requests only, and neither disturbs others', async () => {
  const worker = new FakeWorker(1, () => 5);
  const queue = queueOf(worker);
  const controller = new AbortController();
  const aborted = queue.predict(1, Array(500).fill('gone'), controller.signal);
  const other = queue.predict(1, ['CC']);
  controller.abort(new Error('the caller is gone'));
  await assert.rejects(aborted, /the caller is gone/);
  assert.deepEqual(await other, [{ values: [2] }]);
  assert.ok(worker.batches.flat().filter((text) => text === 'gone').length < 100);
  await assert.rejects(queue.predict(1, ['C'], controller.signal), /the caller is gone/);
  const failing = queue.predict(2, ['fail']);
  const [, fine] = await Promise.allSettled([failing, queue.predict(1, ['CCC'])]);
  await assert.rejects(failing, /the batch failed/);
  assert.deepEqual(fine, { status: 'fulfilled', value: [{ values: [3] }] });
  assert.equal(queue.waiting, 0);
});
