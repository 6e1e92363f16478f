import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckpointError, ConfigError } from '../base/errors.ts';
import { ParameterLayout } from '../base/parameter-layout.ts';
import { fakeLabels, fakeSession } from '../objective/fake-session.test.helper.ts';
import { createOptimizer } from '../optim/index.ts';
import { findMetric } from '../tasks/index.ts';
import { fitModel, type TrainingResult } from '../training/trainer.ts';
import { readKeptWeights } from './kept-weights.node.ts';
import { decodeKeptWeights, encodeKeptWeights, epochOfKeptWeights, keptWeightsFile } from './kept-weights.ts';
import { openRunFolder } from './run-folder.node.ts';
import { MemoryStore, type RunStore } from './run-store.ts';

const rows = 30;
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

function train(
  store: RunStore,
  epochs: number,
  every?: number,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<TrainingResult> {
  const session = fakeSession(rows);
  const stop = new AbortController();
  let steps = 0;
  return fitModel({
    session,
    optimizer: createOptimizer({ name: 'sam' }, session.layout),
    data: { train: range(0, 20), val: range(20, 25), test: range(25, rows), labels: fakeLabels(rows) },
    epochs,
    batchSize: 8,
    metrics: [findMetric('rmse')],
    seed: 3,
    store,
    keepWeightsEvery: every,
    signal: stop.signal,
    onEvent: ({ kind }) => {
      if (kind === 'step' && ++steps === stopAfter) stop.abort();
    },
  });
}

test('weights are kept before training, after every N epochs and at the end, and only where asked for', async () => {
  const [none, all, some] = [new MemoryStore(), new MemoryStore(), new MemoryStore()];
  await train(none, 5);
  await train(all, 5, 1);
  await train(some, 5, 2);
  assert.deepEqual([...none.weights.keys()], []);
  assert.deepEqual([...all.weights.keys()], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...some.weights.keys()], [0, 2, 4, 5]);
  assert.deepEqual(some.weights.get(4), all.weights.get(4));
});

test('keeping them changes nothing in the training', async () => {
  const [without, kept] = [await train(new MemoryStore(), 4), await train(new MemoryStore(), 4, 1)];
  assert.deepEqual(kept, without);
});

test('a training that was interrupted keeps the same files as one that was not', async () => {
  const [whole, interrupted] = [new MemoryStore(), new MemoryStore()];
  await train(whole, 4, 1);
  for (const stopAfter of [2, 4, 1]) await train(interrupted, 4, 1, stopAfter);
  await train(interrupted, 4, 1);
  assert.deepEqual(interrupted.weights, whole.weights);
});

test('a store that cannot keep weights refuses before the first step', async () => {
  const { weights: _, ...methods } = new MemoryStore();
  const store = { ...methods, keepWeights: undefined } as unknown as RunStore;
  await assert.rejects(
    train(store, 2, 1),
    (error) => error instanceof ConfigError && error.where === '`training.keepWeights`',
  );
});

test('a run folder gives them back in the order of the epochs, whole, by name', async () => {
  const base = await mkdtemp(join(tmpdir(), 'graphsam-kept-'));
  const layout = new ParameterLayout([{ name: 'map.weight', shape: [2, 3], role: 'weight' }]);
  const weightsOf = (epoch: number): Float32Array => Float32Array.from({ length: 6 }, (_, index) => epoch + index / 8);
  try {
    const folder = await openRunFolder(join(base, 'run'), { mode: 'new' });
    for (const epoch of [10, 0, 2]) await folder.keepWeights(epoch, encodeKeptWeights(weightsOf(epoch), layout, epoch));
    await folder.close();
    assert.deepEqual(
      await readKeptWeights(join(base, 'run'), layout),
      [0, 2, 10].map((epoch) => ({ epoch, weights: weightsOf(epoch) })),
    );
    const names = (await readdir(join(base, 'run', 'weights'))).sort();
    assert.deepEqual(names, ['epoch-0000.safetensors', 'epoch-0002.safetensors', 'epoch-0010.safetensors']);
    const where = join(base, 'run', 'weights', names[1]!);
    await writeFile(where, (await readFile(where)).subarray(0, 60));
    await assert.rejects(readKeptWeights(join(base, 'run'), layout), CheckpointError);
  } finally {
    await rm(base, { recursive: true });
  }
});

test('a run without kept weights, and weights of another model, are distinguished from damage', async () => {
  const layout = new ParameterLayout([{ name: 'map.weight', shape: [2], role: 'weight' }]);
  const other = new ParameterLayout([{ name: 'map.weight', shape: [3], role: 'weight' }]);
  await assert.rejects(readKeptWeights('/nowhere', layout), {
    code: 'no-kept-weights',
    path: ['training', 'keepWeights'],
  });
  const file = encodeKeptWeights(Float32Array.of(1, 2), layout, 4);
  assert.throws(() => decodeKeptWeights(file, other, 'file'), {
    code: 'checkpoint-mismatch',
    what: /map\.weight.*\[3\]/,
  });
});

test('names of files and epochs belong together', () => {
  for (const epoch of [0, 7, 30, 12345]) assert.equal(epochOfKeptWeights(keptWeightsFile(epoch)), epoch);
  for (const name of ['epoch-1.safetensors', 'epoch-0001.safetensors.9.partial', 'best.safetensors']) {
    assert.equal(epochOfKeptWeights(name), undefined);
  }
});
