/** The engine of the page in a real Chromium: what it trains, how it stands still, what survives, and what it asks the network for. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type EpochReport, parseTrainConfig, type RunEvent } from '../../src/runs/index.ts';
import { trainRun, withInitialModel } from '../../src/training/index.node.ts';
import { assertClose } from '../assert-close.ts';
import { openHarness } from './build-harness.ts';
import { launchChromium, withoutChromium } from './chromium.ts';
import {
  type EngineHost,
  openEngineHost,
  smallConfig,
  someMedicines,
  type TrainedInPage,
  trainInPage,
  withoutTimes,
} from './engine-in-page.ts';
import { watchMainThread } from './main-thread.ts';

suite('the engine of the page', { skip: withoutChromium, timeout: 1_200_000 }, () => {
  let host: EngineHost;
  let folder: string;
  let whole: Promise<TrainedInPage> | undefined;
  const csv = someMedicines(90);
  before(async () => {
    host = await openEngineHost();
    folder = await mkdtemp(join(tmpdir(), 'graphsam-web-'));
  });
  after(async () => {
    await host?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  const open = () => openHarness(host.browser, host.site.url);
  /** Trained to its end without a pause; once for the tests that compare with it. */
  const trainedWhole = (): Promise<TrainedInPage> => (whole ??= trainWhole());
  const trainWhole = async (): Promise<TrainedInPage> => {
    const { page } = await open();
    const trained = await trainInPage(page, csv, smallConfig);
    await page.context().close();
    return trained;
  };

  test('the example trains with the losses of Node, within 1e-3 over two epochs, and asks for nothing but files of the site', async () => {
    const config = { ...smallConfig, training: { epochs: 2, seed: 5 }, schedule: {} };
    const node = await trainInNode(config, join(folder, 'node'));
    const { page, requests, errors } = await open();
    const found = await trainInPage(page, undefined, config);
    const losses = (steps: readonly { loss: number }[]): number[] => steps.map(({ loss }) => loss);
    assertClose(losses(found.steps), node.steps, { relative: 1e-3, label: 'loss of each step' });
    assertClose(trainLosses(found.epochs), trainLosses(node.epochs), { relative: 1e-3, label: 'loss of each epoch' });
    assert.equal(found.results.parameters, node.parameters);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(host.site.url)),
      [],
    );
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  test('from the pre-trained encoder, fetched when it is asked for, the first losses are those of Node within 1e-4', async () => {
    const table = join(folder, 'encoder.csv');
    const rows = someMedicines(40);
    await writeFile(table, rows);
    const config = { training: { epochs: 1, seed: 4, initFrom: 'builtin' } };
    const input = await withInitialModel({ ...config, data: { paths: [table] } });
    const node = await trainInNode(input, join(folder, 'encoder'));
    const { page, requests } = await open();
    const isEncoder = (url: string): boolean => /encoder-.*\.safetensors$/.test(url);
    assert.equal(requests.some(isEncoder), false);
    const found = await trainInPage(page, rows, { training: config.training });
    assertClose(
      found.steps.map(({ loss }) => loss),
      node.steps,
      { relative: 1e-4, label: 'loss of each step' },
    );
    assert.equal(found.results.parameters, node.parameters);
    assert.ok(requests.some(isEncoder));
    await page.context().close();
  });

  test('held, stepped and released, a training ends as if it had never stood still', async () => {
    const { page } = await open();
    const halted = await page.evaluate(
      async ([csv, config]) => {
        const epochs: EpochReport[] = [];
        const states: string[] = [];
        const training = window.engine.startTraining(
          { title: 'halted', files: [{ name: 'table.csv', content: new Blob([csv]) }], config },
          { onEpoch: (report) => epochs.push(report), onState: (state) => states.push(state) },
        );
        const first = await training.pause();
        const positions = [first, await training.step(), await training.step(), await training.step()];
        await new Promise((resolve) => setTimeout(resolve, 200));
        const stillPaused = training.state;
        training.resume();
        await training.outcome;
        return { epochs, states, positions, stillPaused };
      },
      [csv, smallConfig] as const,
    );
    assert.deepEqual(withoutTimes(halted.epochs), withoutTimes((await trainedWhole()).epochs));
    const steps = halted.positions.map(({ epoch, step }) => (epoch - 1) * 5 + step);
    assert.deepEqual(
      steps.slice(1).map((step, index) => step - steps[index]!),
      [1, 1, 1],
    );
    assert.equal(halted.stillPaused, 'paused');
    assert.equal(halted.states.at(-1), 'finished');
    await page.context().close();
  });

  test('stopped, and continued after a reload, a run ends as if it had never been interrupted', async () => {
    const { page } = await open();
    const id = await page.evaluate(
      async ([csv, config]) => {
        let done = 0;
        const training = window.engine.startTraining(
          { title: 'stopped', files: [{ name: 'table.csv', content: new Blob([csv]) }], config },
          { onStep: () => ++done === 7 && void training.stop() },
        );
        const outcome = await training.outcome;
        if (outcome.status !== 'stopped') throw new Error(outcome.status);
        return training.id;
      },
      [csv, smallConfig] as const,
    );
    // A tab can be closed between the report of an epoch and its checkpoint: the epoch is trained again and reported once.
    await page.evaluate(storeEpoch, [id, (await trainedWhole()).epochs[1]!] as const);
    assert.deepEqual(
      withoutTimes((await continueAfterReload(page, id)).epochs),
      withoutTimes((await trainedWhole()).epochs),
    );
    await page.context().close();
  });

  test('a tab that is closed in the middle of an epoch loses nothing but that epoch', async () => {
    const { page } = await open();
    const id = await page.evaluate(
      ([csv, config]) =>
        new Promise<string>((resolve) => {
          const training = window.engine.startTraining(
            { title: 'closed', files: [{ name: 'table.csv', content: new Blob([csv]) }], config },
            // It waits there until the page is left: the training may be quicker than whoever closes the tab.
            {
              onStep: ({ at }) =>
                at.epoch === 2 && at.step === 1 && void training.pause().then(() => resolve(training.id)),
            },
          );
        }),
      [csv, smallConfig] as const,
    );
    const { epochs, saved } = await continueAfterReload(page, id);
    assert.deepEqual(withoutTimes(epochs), withoutTimes((await trainedWhole()).epochs));
    assert.equal(saved.status, 'unfinished');
    assert.ok(saved.epochsDone >= 1 && saved.epochsDone < 3, `${saved.epochsDone} epochs were saved`);
    await page.context().close();
  });

  test('two trainings side by side end like each alone, and the page stays responsive', async () => {
    const { page } = await open();
    const stopWatching = await watchMainThread(host.browser, page);
    const both = await page.evaluate(
      async ([csv, config]) => {
        const run = async (name: string): Promise<EpochReport[]> => {
          const epochs: EpochReport[] = [];
          const files = [{ name: 'table.csv', content: new Blob([csv]) }];
          const request = { title: name, files, config: { ...config, optimizer: { name } } };
          await window.engine.startTraining(request, { onEpoch: (report) => epochs.push(report) }).outcome;
          return epochs;
        };
        const [first, second] = await Promise.all([run('graphsam'), run('adam')]);
        return { graphsam: first, adam: second };
      },
      [csv, smallConfig] as const,
    );
    await stopWatching();
    assert.deepEqual(withoutTimes(both.adam), withoutTimes((await trainedWhole()).epochs));
    assert.notEqual(both.adam[0]!.trainLoss, both.graphsam[0]!.trainLoss);
    await page.context().close();
  });

  test('a run that is forgotten is gone, and one that another tab trains is neither continued nor forgotten', async () => {
    const { page } = await open();
    const { id } = await trainInPage(page, csv, smallConfig);
    const refusals = await page.evaluate(
      async ([csv, config]) => {
        const training = window.engine.startTraining({
          title: 'held',
          files: [{ name: 't.csv', content: new Blob([csv]) }],
          config,
        });
        await training.pause();
        // Another engine is what another tab would have.
        const other = window.openSecondEngine();
        const messageOf = (work: Promise<unknown>) => work.then(String, (error: Error) => error.message);
        const { outcome } = other.continueRun(training.id);
        const refusals = [await messageOf(outcome), await messageOf(other.deleteRun(training.id))];
        await training.reset();
        return refusals;
      },
      [csv, smallConfig] as const,
    );
    for (const refusal of refusals) assert.match(refusal, /another tab of this browser trains this run/);
    const left = await page.evaluate(async (id) => {
      await window.engine.deleteRun(id);
      return (await window.engine.listSavedRuns()).length;
    }, id);
    assert.equal(left, 0);
    const again = page.evaluate((id) => window.engine.results(id), id);
    await assert.rejects(again, /CheckpointError|not in the browser/);
    await page.context().close();
  });

  test('isolated from other origins it computes on several threads, if the machine has them', async () => {
    const isolated = await host.harness.serve({ isolated: true });
    const { page } = await openHarness(host.browser, isolated.url);
    const environment = await page.evaluate(() => window.engine.environment());
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    assert.equal(environment.crossOriginIsolated, true);
    assert.equal(environment.threads, Math.min(4, cores));
    const { epochs } = await trainInPage(page, csv, { ...smallConfig, machine: { threads: 2 } });
    assert.equal(epochs.length, 3);
    await page.context().close();
    await isolated.close();
    const plain = await open();
    const { threads, reason } = await plain.page.evaluate(() => window.engine.environment());
    assert.equal(threads, 1);
    assert.match(reason, /does not isolate this page/);
    await plain.page.context().close();
  });

  test('a browser that gives no storage trains all the same, says so, and gives its results', async () => {
    const { page } = await openHarness(host.browser, host.site.url, withoutStorage);
    const found = await page.evaluate(
      async ([csv, config]) => {
        const warnings: string[] = [];
        const training = window.engine.startTraining(
          { title: 'unkept', files: [{ name: 'table.csv', content: new Blob([csv]) }], config },
          { onWarning: (message) => warnings.push(message) },
        );
        await training.outcome;
        const { storage } = await window.engine.environment();
        const { test } = await window.engine.results(training.id);
        const model = await window.engine.openRun(training.id);
        const [prediction] = await window.engine.predict(model, ['CCO']);
        const saved = (await window.engine.listSavedRuns()).map(({ status, found }) => [status, found?.tasks]);
        return { warnings, storage, tested: test.length, prediction, saved };
      },
      [csv, smallConfig] as const,
    );
    assert.match(found.warnings[0]!, /Runs last as long as this page.*site data are blocked/);
    assert.equal(found.storage.kept, false);
    assert.deepEqual(found.saved, [['finished', ['cns']]], 'it is in the list for as long as the page');
    assert.equal(found.tested, 9);
    assert.ok(found.prediction!.values![0]! > 0);
    await page.context().close();
  });

  test('a storage that gets full in the middle of a training does not end it: it goes on in memory, says so, and gives its results', async () => {
    const { page } = await openHarness(host.browser, host.site.url, withFullStorage);
    const found = await page.evaluate(
      async ([csv, config]) => {
        const [warnings, epochs]: [string[], number[]] = [[], []];
        const training = window.engine.startTraining(
          { title: 'full', files: [{ name: 'table.csv', content: new Blob([csv]) }], config },
          { onWarning: (message) => warnings.push(message), onEpoch: ({ epoch }) => epochs.push(epoch) },
        );
        const { status } = await training.outcome;
        const { test, epochs: reported } = await window.engine.results(training.id);
        const saved = await window.engine.listSavedRuns();
        return { warnings, epochs, status, tested: test.length, reported: reported.length, saved: saved.length };
      },
      [csv, smallConfig] as const,
    );
    assert.match(found.warnings.join('\n'), /storage for this page is full: this training goes on in memory/);
    assert.deepEqual([found.status, found.tested, found.epochs, found.reported], ['finished', 9, [1, 2, 3], 3]);
    assert.equal(found.saved, 1, 'it is in the list for as long as the page');
    await page.context().close();
  });

  test('on a GPU a model takes a training step and predicts as on the CPU, and only then are the files for it asked for', async (t) => {
    const browser = await launchChromium({ args: softwareGpu });
    try {
      const { page, requests } = await openHarness(browser, host.site.url);
      if (!(await page.evaluate(hasGpu))) return t.skip('this Chromium gives no GPU, not even in software');
      const gpuRequests = (): string[] => requests.filter((url) => url.includes('asyncify'));
      const { id, steps } = await trainInPage(page, fewMolecules(), smallestConfig);
      const [onCpu] = await page.evaluate(predictOn, [id, 'cpu'] as const);
      assert.deepEqual(gpuRequests(), []);
      const [onGpu, warnings] = await page.evaluate(predictOn, [id, 'webgpu'] as const);
      assertClose(onGpu, onCpu, { absolute: 1e-4, label: 'predictions' });
      const inSoftware =
        'This browser computes WebGPU on the CPU, as if it were a graphics card: that is slower than the CPU by itself.';
      assert.deepEqual(warnings, [inSoftware]);
      assert.equal(gpuRequests().length, 2);
      assert.ok(gpuRequests().every((url) => url.startsWith(host.site.url)));
      const trained = await trainInPage(page, fewMolecules(), { ...smallestConfig, machine: { backend: 'webgpu' } });
      const losses = (each: typeof steps): number[] => each.map(({ loss }) => loss);
      assert.equal(steps.length, 1);
      assert.ok(trained.warnings.includes(inSoftware), trained.warnings.join('\n'));
      assertClose(losses(trained.steps), losses(steps), { relative: 1e-5, label: 'loss of the step' });
      const [afterStep] = await page.evaluate(predictOn, [trained.id, 'cpu'] as const);
      assertClose(afterStep, onCpu, { absolute: 1e-3, label: 'predictions after the step' });
    } finally {
      await browser.close();
    }
  });

  test('without a graphics card, choosing a GPU gives a warning that says why not, and the CPU computes', async () => {
    const { page, requests } = await openHarness(host.browser, host.site.url, withoutCard);
    const found = await page.evaluate(
      async ([csv, config]) => {
        const warnings: string[] = [];
        const training = window.engine.startTraining(
          { title: 'no card', files: [{ name: 'table.csv', content: new Blob([csv]) }], config },
          { onWarning: (message) => warnings.push(message) },
        );
        await training.outcome;
        const [, , gpu] = (await window.engine.environment()).devices;
        const model = await window.engine.openRun(training.id, gpu);
        const [prediction] = await window.engine.predict(model, ['CCO']);
        return { warnings, ofModel: model.warnings, prediction };
      },
      [csv, { ...smallConfig, machine: { backend: 'webgpu' } }] as const,
    );
    const expected =
      /^Computing on the CPU instead of the GPU: a GPU by WebGPU cannot be used here: the browser found no graphics card for it\. Chrome/;
    assert.match(found.warnings.join('\n'), expected);
    assert.match(found.ofModel.join('\n'), expected);
    assert.ok(Number.isFinite(found.prediction!.values![0]));
    assert.deepEqual(
      requests.filter((url) => url.includes('asyncify')),
      [],
    );
    await page.context().close();
  });
});

/** Chromium's own graphics card in software. */
const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

/** Each operator is a program that a GPU in software compiles for a second: there are few of them. */
const smallestConfig = {
  model: { name: 'compt', settings: { width: 8, heads: 1, layers: 1, maxAtoms: 8, readout: 'attention' } },
  training: { epochs: 1, batchSize: 16, seed: 1 },
  schedule: { name: 'constant' },
};

/** A table that takes one step to train on. */
function fewMolecules(): string {
  const rows = ['CCO', 'CCC', 'CCN', 'CCCl', 'CC(C)O', 'CCOC', 'CCCC', 'CC=O', 'CCS', 'CNC', 'COC', 'CO', 'CN'];
  return ['smiles,value', ...rows.map((smiles, row) => `${smiles},${(7 * row) % 5}`)].join('\n');
}

async function hasGpu(): Promise<boolean> {
  const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } };
  return (await gpu?.requestAdapter()) != null;
}

/** Predictions of a trained run on a device of the page, and what is said about it. */
async function predictOn([id, name]: readonly [string, string]): Promise<[values: number[], warnings: string[]]> {
  const { devices } = await window.engine.environment();
  const model = await window.engine.openRun(
    id,
    devices.find((device) => device.name === name),
  );
  const predictions = await window.engine.predict(model, ['CCO', 'CCCC']);
  return [predictions.map(({ values }) => values![0]!), [...model.warnings]];
}

/** A browser with WebGPU on a machine without a card. */
const withoutCard = `Object.defineProperty(navigator, 'gpu', { get: () => ({ requestAdapter: async () => null }) });`;

/** The browser's database has room for three files. */
const withFullStorage =
  'let files = 0; const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (...given) {' +
  "if (this.name === 'files' && ++files > 3) throw new DOMException('no room', 'QuotaExceededError');" +
  'return put.apply(this, given); };';

/** The browser refuses its database. */
const withoutStorage = `Object.defineProperty(self, 'indexedDB', { get() { throw new Error('site data are blocked'); } });`;

/** Writes the report of an epoch into the storage, as a training does; runs in the page. */
function storeEpoch([id, report]: readonly [string, EpochReport]): Promise<void> {
  return new Promise((resolve, reject) => {
    const opened = indexedDB.open('graphsam');
    opened.onsuccess = () => {
      const transaction = opened.result.transaction('epochs', 'readwrite');
      transaction.objectStore('epochs').put(report, [id, report.epoch]);
      transaction.oncomplete = () => {
        opened.result.close();
        resolve();
      };
      transaction.onerror = () => reject(transaction.error);
    };
    opened.onerror = () => reject(opened.error);
  });
}

async function continueAfterReload(page: Page, id: string) {
  await page.reload();
  await page.waitForFunction(() => 'engine' in window);
  return page.evaluate(async (id) => {
    const saved = (await window.engine.listSavedRuns()).find((run) => run.id === id)!;
    const epochs: EpochReport[] = [];
    await window.engine.continueRun(id, { onEpoch: (report) => epochs.push(report) }).outcome;
    return { saved, epochs };
  }, id);
}

async function trainInNode(config: object, folder: string) {
  const steps: number[] = [];
  const epochs: EpochReport[] = [];
  let parameters = 0;
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'step') steps.push(event.report.loss);
    if (event.kind === 'epoch') epochs.push(event.report);
    if (event.kind === 'model') parameters = event.parameters;
  };
  const input = { data: { dataset: 'medicines' }, ...config, machine: { threads: 1 } };
  await trainRun(parseTrainConfig(input, 'the test'), { folder }, { onEvent });
  return { steps, epochs, parameters };
}

function trainLosses(epochs: readonly EpochReport[]): number[] {
  return epochs.map(({ trainLoss }) => trainLoss!);
}
