/** What is tried again of a folder of models, and what is left open after a failure. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { CheckpointError, RunError } from '../base/index.ts';
import { followModels, loadModel, type ModelChange, type ModelLoader, sourceOf } from './load-models.node.ts';
import { ModelRegistry } from './model-registry.ts';
import { exampleRun } from './service.test.helper.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-load-'));
after(() => rm(base, { recursive: true, force: true }));

interface FakeThreads {
  readonly loader: ModelLoader;
  readonly opened: Set<number>;
  readonly calls: { opened: number };
}

/** Threads that throw the given errors, one a model, until there are no more. */
function fakeThreads(at: 'open' | 'predict', errors: unknown[]): FakeThreads {
  const opened = new Set<number>();
  const calls = { opened: 0 };
  const failing = (where: string): void => {
    if (where === at && errors.length > 0) throw errors.shift();
  };
  const pool: ModelLoader['pool'] = {
    open: async () => {
      const id = calls.opened++;
      failing('open');
      opened.add(id);
      return { id, warnings: [], targets: { tasks: ['logS'], taskType: 'regression' } };
    },
    predict: async () => {
      failing('predict');
      return [{ values: [1] }];
    },
    closeModel: async (id) => void opened.delete(id),
  };
  return { loader: { pool, registry: new ModelRegistry(pool.closeModel) }, opened, calls };
}

const died = () => new RunError({ code: 'worker-died', what: 'a thread ended' });

test('what stands before an equals sign is a name, unless it is in the name of a folder that there is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lr=0.1-'));
  after(() => rm(folder, { recursive: true }));
  assert.deepEqual({ ...sourceOf(`solubility=${folder}`) }, { name: 'solubility', version: '1', path: folder });
  assert.match(sourceOf(folder).name, /^lr-0\.1-/);
  assert.equal(sourceOf(basename(folder)).name, 'lr', 'there is none in the working directory');
});

test('a model that cannot predict for a reason of the threads is closed again', async () => {
  const { loader, opened } = fakeThreads('predict', [died()]);
  const source = { name: 'logs', version: '1', path: exampleRun };
  await assert.rejects(loadModel(loader, source), { code: 'worker-died' });
  assert.deepEqual([...opened], []);
  await loadModel(loader, source);
  assert.deepEqual([...opened], [1]);
});

async function folderOfOne(name: string): Promise<string> {
  const place = join(base, name, 'logs', '1');
  await mkdir(place, { recursive: true });
  await cp(join(exampleRun, 'model.onnx'), join(place, 'model.onnx'));
  return join(base, name);
}

/** Its outcomes while something else happens, and for several looks more. */
async function followed(folder: string, loader: ModelLoader, meanwhile: () => Promise<unknown>): Promise<string[]> {
  const changes: ModelChange[] = [];
  const end = await followModels(loader, { folder, intervalMs: 5, onChange: (change) => void changes.push(change) });
  await meanwhile();
  await setTimeout(100);
  await end();
  return changes.map(({ outcome }) => outcome);
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if (isTrue()) return;
    await setTimeout(5);
  }
  assert.fail('it did not come to pass');
}

test('a model whose thread ended while it was loaded is tried again, and reported once until something changes', async () => {
  const { loader, calls } = fakeThreads('open', [died(), died(), died()]);
  const isServed = () => until(() => loader.registry.all.length > 0);
  assert.deepEqual(await followed(await folderOfOne('died'), loader, isServed), ['failed', 'loaded']);
  assert.equal(calls.opened, 4);
});

test('a model that is damaged is tried again once its file changes', async () => {
  const damaged = new CheckpointError({ code: 'model-damaged', what: 'it is damaged' });
  const { loader, calls } = fakeThreads('open', [damaged]);
  const folder = await folderOfOne('damaged');
  const change = async (): Promise<void> => {
    await setTimeout(100);
    assert.equal(calls.opened, 1);
    const place = join(folder, 'logs', '1');
    await cp(join(exampleRun, 'model.onnx'), join(place, 'model.part'));
    await rename(join(place, 'model.part'), join(place, 'model.onnx'));
    await until(() => loader.registry.all.length > 0);
  };
  assert.deepEqual(await followed(folder, loader, change), ['failed', 'loaded']);
  assert.equal(calls.opened, 2);
});
