import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CheckpointError, ConfigError, RunError } from '../base/errors.ts';
import type { Metric } from '../metrics/metric.ts';
import { type FakeSessionOptions, fakeLabels, fakeSession } from '../objective/fake-session.test.helper.ts';
import type { Batch } from '../objective/model-session.ts';
import { createOptimizer, type OptimizerConfig } from '../optim/index.ts';
import type { EpochReport, TrainingEvent } from '../runs/events.ts';
import { MemoryStore } from '../runs/run-store.ts';
import { findMetric, fitStandardization, regression } from '../tasks/index.ts';
import { type FinishedTraining, fitModel, type TrainingResult } from './trainer.ts';
import type { TrainingOptions } from './training-options.ts';

const rows = 40;
const labels = fakeLabels(rows);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const standardization = fitStandardization(labels, ['value'], range(0, 26));
const data = {
  train: range(0, 26),
  val: range(26, 33),
  test: range(33, rows),
  labels,
  standardization,
  read: (raw: ArrayLike<number>) => regression.read(raw, { taskNames: ['value'] }, standardization),
};
const graphSam: OptimizerConfig = {
  name: 'graphsam',
  base: { name: 'adam' },
  schedule: {
    name: 'warmup-exponential',
    warmupEpochs: 1,
    initialLearningRate: 1e-3,
    learningRate: 0.1,
    finalLearningRate: 1e-4,
  },
};

const reported: readonly [Metric, ...Metric[]] = [findMetric('rmse'), findMetric('r2')];

interface Variation extends Partial<Omit<TrainingOptions, 'session' | 'optimizer'>> {
  readonly optimizer?: OptimizerConfig;
  readonly fake?: FakeSessionOptions;
}

/** One call of fitModel, on a session and an optimizer of its own, as a process of its own would have. */
function train({
  optimizer = graphSam,
  fake,
  metrics = reported,
  ...options
}: Variation = {}): Promise<TrainingResult> {
  const session = fakeSession(rows, fake);
  return fitModel({
    session,
    optimizer: createOptimizer(optimizer, session.layout),
    data,
    epochs: 4,
    batchSize: 8,
    metrics,
    seed: 7,
    store: new MemoryStore(),
    ...options,
  });
}

async function finish(variation: Variation = {}): Promise<FinishedTraining> {
  const result = await train(variation);
  assert.equal(result.status, 'finished');
  return result as FinishedTraining;
}

/** Everything but the clock on the wall. */
function withoutTimes(reports: readonly EpochReport[]): unknown[] {
  return reports.map(({ seconds, moleculesPerSecond, ...rest }) => rest);
}

test('training learns: the test error is well below that of the mean', async () => {
  const store = new MemoryStore();
  const result = await finish({ store, epochs: 30 });
  assert.ok(result.test!.r2!.mean! > 0.6, `R2 ${result.test!.r2!.mean}`);
  assert.equal(store.epochs.length, 30);
  assert.ok(store.epochs.at(-1)!.trainLoss! < store.epochs[0]!.trainLoss!);
});

test('the same seed gives the same weights and reports, another seed others', async () => {
  const stores = [new MemoryStore(), new MemoryStore(), new MemoryStore()] as const;
  const first = await finish({ store: stores[0] });
  const second = await finish({ store: stores[1] });
  const other = await finish({ store: stores[2], seed: 8 });
  assert.deepEqual(second.weights, first.weights);
  assert.deepEqual(withoutTimes(stores[1].epochs), withoutTimes(stores[0].epochs));
  assert.notDeepEqual(other.weights, first.weights);
});

test('interrupted after any step, any number of times, and resumed, it ends as if never interrupted, bit for bit', async () => {
  const optimizers: OptimizerConfig[] = [
    graphSam,
    { name: 'sgd', hyperparameters: { momentum: 0.9 } },
    { name: 'sam' },
  ];
  const stops = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(stops, fc.constantFrom(...optimizers), fc.boolean(), async (steps, optimizer, dropLast) => {
      const [whole, parts] = [new MemoryStore(), new MemoryStore()];
      const expected = await finish({ store: whole, optimizer, dropLast });
      for (const stepsUntilStop of steps) {
        const controller = new AbortController();
        let done = 0;
        if (stepsUntilStop === 0) controller.abort();
        const onEvent = ({ kind }: TrainingEvent): void => {
          if (kind === 'step' && ++done === stepsUntilStop) controller.abort();
        };
        const result = await train({ store: parts, optimizer, dropLast, signal: controller.signal, onEvent });
        if (result.status === 'finished') break;
      }
      const found = await finish({ store: parts, optimizer, dropLast });
      assert.deepEqual(new Uint8Array(found.weights.buffer), new Uint8Array(expected.weights.buffer));
      assert.deepEqual(withoutTimes(parts.epochs), withoutTimes(whole.epochs));
      assert.deepEqual(found.test, expected.test);
    }),
    { numRuns: 40 },
  );
});

test('labels weigh from their epoch on, and rows drawn by groups come equally often; both are resumed bit for bit', async () => {
  const late = Float64Array.from({ length: rows }, (_, row) => 1 + (row % 3));
  const weights = { early: undefined, late, lateFrom: 2 };
  const groups = [range(0, 20), range(20, 26)];
  const seen: Batch[] = [];
  const beforeEvaluate = (batch: Batch): undefined => void seen.push(batch);
  const optimizer = { name: 'sgd' };
  const changed = { data: { ...data, weights, groups }, optimizer };
  const whole = await finish({ ...changed, fake: { beforeEvaluate } });
  const drawn = seen.slice(0, 4).flatMap(({ rows: each }) => each);
  assert.equal(drawn.filter((row) => row >= 20).length, 13);
  assert.deepEqual(
    seen.map((batch) => batch.weights?.length),
    seen.map(({ rows: each }, step) => (step < 8 ? undefined : each.length)),
  );
  assert.notDeepEqual(whole.weights, (await finish({ ...changed, data: { ...data, groups } })).weights);
  const store = new MemoryStore();
  for (const stop of [3, 7]) {
    const controller = new AbortController();
    let done = 0;
    await train({
      ...changed,
      store,
      signal: controller.signal,
      onEvent: ({ kind }) => void (kind === 'step' && ++done === stop && controller.abort()),
    });
  }
  assert.deepEqual((await finish({ ...changed, store })).weights, whole.weights);
  await assert.rejects(finish({ optimizer, store }), CheckpointError);
});

test('reports of epochs that were lost are restored from the checkpoint, with a warning', async () => {
  const whole = new MemoryStore();
  await finish({ store: whole });
  const parts = new MemoryStore();
  const controller = new AbortController();
  const stopAfter = ({ kind }: TrainingEvent): void => {
    if (kind === 'epoch' && parts.epochs.length === 2) controller.abort();
  };
  await train({ store: parts, signal: controller.signal, onEvent: stopAfter });
  parts.epochs = parts.epochs.slice(1);
  const warnings: string[] = [];
  const onEvent = (event: TrainingEvent): void => void (event.kind === 'warning' && warnings.push(event.message));
  await finish({ store: parts, onEvent });
  assert.deepEqual(withoutTimes(parts.epochs), withoutTimes(whole.epochs));
  assert.match(warnings.join(), /reports of 1 of 2 epochs are missing; they are restored/);
});

/** A process that ends at its n-th moment: an evaluation, or just before or just after a write. */
function killedAt(moment: number, store: MemoryStore): Pick<Variation, 'store' | 'fake'> {
  let left = moment;
  const passes = (): undefined => {
    if (--left <= 0) throw new Error('killed');
  };
  const around = async (write: () => Promise<void>): Promise<void> => {
    passes();
    await write();
    passes();
  };
  return {
    fake: { beforeEvaluate: passes },
    store: {
      loadCheckpoint: () => store.loadCheckpoint(),
      saveCheckpoint: (bytes) => around(() => store.saveCheckpoint(bytes)),
      appendEpoch: (report) => around(() => store.appendEpoch(report)),
      readEpochs: () => store.readEpochs(),
      replaceEpochs: (reports) => store.replaceEpochs(reports),
    },
  };
}

test('killed at any moment, around writes too, and started again, it ends the same, bit for bit', async () => {
  const whole = new MemoryStore();
  const expected = await finish({ store: whole });
  // 20 evaluations and 4 times 2 writes in all.
  for (let moment = 1; moment <= 36; moment++) {
    const store = new MemoryStore();
    await assert.rejects(train(killedAt(moment, store)), /killed/);
    const found = await finish({ store });
    assert.deepEqual(found.weights, expected.weights, `killed at ${moment}`);
    assert.deepEqual(withoutTimes(store.epochs), withoutTimes(whole.epochs), `killed at ${moment}`);
  }
});

test('within an epoch a checkpoint is saved now and then, so a kill costs no more than that, and changes nothing', async () => {
  const whole = new MemoryStore();
  const expected = await finish({ store: whole, checkpointSeconds: 0 });
  assert.deepEqual(expected.weights, (await finish()).weights);
  const store = new MemoryStore();
  let steps = 0;
  const killed = (event: TrainingEvent): void => {
    if (event.kind === 'step' && ++steps === 3) throw new Error('killed');
  };
  await assert.rejects(train({ store, checkpointSeconds: 0, onEvent: killed }), /killed/);
  const events: TrainingEvent[] = [];
  const found = await finish({ store, onEvent: (event) => events.push(event) });
  const start = events.find((event) => event.kind === 'start');
  assert.deepEqual(start?.resumedAt, { epoch: 1, step: 2 });
  assert.deepEqual(found.weights, expected.weights);
  assert.deepEqual(withoutTimes(store.epochs), withoutTimes(whole.epochs));
});

test('the weights of the best epoch are kept and tested, not the last ones', async () => {
  const store = new MemoryStore();
  const wild: OptimizerConfig = { name: 'adam', schedule: { name: 'constant', learningRate: 0.7 } };
  const result = await finish({ store, optimizer: wild, epochs: 12 });
  const values = store.epochs.map((report) => report.validation!.rmse!.mean!);
  const best = values.indexOf(Math.min(...values));
  assert.notEqual(best, values.length - 1);
  assert.equal(result.bestEpoch, best + 1);
  assert.equal(result.chosenBy, 'validation');
  assert.equal(result.validation!.rmse!.mean, values[best]);
  const marked = store.epochs.filter((report) => report.best).map((report) => report.epoch);
  assert.equal(marked.at(-1), best + 1);
});

test('early stopping ends after `patience` epochs without improvement, and stays ended when resumed', async () => {
  const store = new MemoryStore();
  const still: OptimizerConfig = { name: 'sgd', schedule: { name: 'constant', learningRate: 1e-12 } };
  const earlyStopping = { patience: 3, minDelta: 0.01 };
  const events: TrainingEvent[] = [];
  const onEvent = (event: TrainingEvent): void => void events.push(event);
  const result = await finish({ store, optimizer: still, epochs: 20, earlyStopping, onEvent });
  assert.equal(result.epochs, 4);
  assert.equal((events[0] as { patience?: number }).patience, 3);
  assert.deepEqual(events.at(-1), { kind: 'stopped-early', epoch: 4, patience: 3 });
  assert.equal(result.stoppedEarly, true);
  const again = await finish({ store, optimizer: still, epochs: 20, earlyStopping });
  assert.equal(again.epochs, 4);
  assert.equal(store.epochs.length, 4);
});

test('without validation rows the last epoch is kept, and early stopping is refused', async () => {
  const store = new MemoryStore();
  const withoutValidation = { ...data, val: [] };
  const result = await finish({ store, data: withoutValidation });
  assert.equal(result.chosenBy, 'last epoch');
  assert.equal(result.bestEpoch, 4);
  assert.equal(store.epochs[0]!.validation, null);
  await assert.rejects(train({ data: withoutValidation, earlyStopping: { patience: 2 } }), ConfigError);
});

test('a metric that is undefined on the validation part is warned of once, and the last epoch is kept', async () => {
  const warnings: string[] = [];
  const onEvent = (event: TrainingEvent): void => {
    if (event.kind === 'warning') warnings.push(event.message);
  };
  const oneRow = { ...data, val: [30] };
  const result = await finish({ data: oneRow, metrics: [findMetric('r2')], earlyStopping: { patience: 1 }, onEvent });
  assert.equal(result.chosenBy, 'last epoch');
  assert.equal(result.epochs, 4);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /r2 is undefined on the validation part/);
});

test('a loss that is not finite stops with epoch, step, learning rate and rows, the last good checkpoint kept', async () => {
  const store = new MemoryStore();
  const optimizer: OptimizerConfig = { name: 'sgd', schedule: { name: 'constant', learningRate: 0.01 } };
  let evaluations = 0;
  const beforeEvaluate = (): number | undefined => (++evaluations === 7 ? Number.NaN : undefined);
  const describeRow = (row: number): string => `line ${row + 2}`;
  await assert.rejects(
    train({ store, optimizer, data: { ...data, describeRow }, fake: { beforeEvaluate } }),
    (error: unknown) => {
      assert.ok(error instanceof RunError);
      assert.deepEqual([error.code, error.where], ['not-finite', 'epoch 2, step 3 of 4']);
      assert.match(error.what, /NaN \(learning rate 0\.01, .*gradient norm/);
      assert.equal(error.message.match(/line \d+/g)!.length, 8);
      return true;
    },
  );
  assert.equal(store.epochs.length, 1);
  const resumed = await finish({ store, optimizer });
  assert.deepEqual(resumed.weights, (await finish({ optimizer })).weights);
});

test('a checkpoint of other settings or data is refused, and says what differs', async () => {
  const store = new MemoryStore();
  await finish({ store });
  const expectRefusal = (variation: Variation, what: RegExp, code = 'other-run'): Promise<void> =>
    assert.rejects(train({ store, ...variation }), { code, what });
  await expectRefusal({ epochs: 5 }, /epochs was 4 and is 5/);
  await expectRefusal({ seed: 1, batchSize: 4 }, /batch size was 8 and is 4; seed was 7 and is 1/);
  await expectRefusal({ data: { ...data, labels: labels.map((label) => -label) } }, /data checksum/);
  await expectRefusal({ optimizer: { name: 'sam' } }, /graphsam on adam.*\bsam\b/, 'optimizer-state-mismatch');
});

test('every step and epoch is reported, with the time that is left', async () => {
  const events: TrainingEvent[] = [];
  await finish({ onEvent: (event) => events.push(event) });
  assert.deepEqual(events[0], { kind: 'start', epochs: 4, stepsPerEpoch: 4 });
  const steps = events.filter((event) => event.kind === 'step');
  assert.equal(steps.length, 16);
  assert.deepEqual(steps.at(-1)!.at, { epoch: 4, step: 4 });
  assert.ok(steps.every((step) => step.secondsLeft! >= 0 && step.loss! > 0));
  const reports = events.flatMap((event) => (event.kind === 'epoch' ? [event.report] : []));
  assert.deepEqual(
    reports.map((report) => report.evaluations.full),
    [5, 5, 5, 5],
  );
  assert.deepEqual(
    reports.map((report) => report.molecules),
    [26, 26, 26, 26],
  );
});

test('a batch larger than the data is one step, also when incomplete batches are dropped', async () => {
  const store = new MemoryStore();
  await finish({ store, batchSize: 100, dropLast: true, epochs: 3 });
  assert.deepEqual(
    store.epochs.map((report) => report.updates),
    [1, 1, 1],
  );
});

test('a session with measures of its own is judged by them, on watched training rows too', async () => {
  const { predict: _predict, exportOnnx: _exportOnnx, ...session } = fakeSession(rows);
  const asked: string[] = [];
  const store = new MemoryStore();
  const result = (await fitModel({
    session: {
      ...session,
      tracked: { name: 'distance', direction: 'lower' },
      measure: async (weights, chosen) => {
        asked.push(chosen.join());
        // Best in the second epoch, the fourth time it is asked: validation follows the watched rows.
        const mean = asked.length === 4 ? 0 : 1 + weights.length;
        return { distance: { mean, perTask: [mean], undefinedTasks: 0 } };
      },
    },
    optimizer: createOptimizer(graphSam, session.layout),
    data: { ...data, test: [], watched: [0, 1] },
    epochs: 3,
    batchSize: 8,
    seed: 7,
    store,
  })) as FinishedTraining;
  const val = data.val.join();
  assert.deepEqual(asked, ['0,1', val, '0,1', val, '0,1', val, val]);
  assert.equal(result.bestEpoch, 2);
  assert.deepEqual(
    store.epochs.map(({ validation, training }) => [validation!.distance!.mean, training!.distance!.mean]),
    [
      [5, 5],
      [0, 5],
      [5, 5],
    ],
  );
});

test('weights to start from are used, and saved before the first step', async () => {
  const initialWeights = Float32Array.from([1, 2, 3, 4]);
  const store = new MemoryStore();
  const start = initialWeights.subarray(0, fakeSession(rows).layout.size);
  const kill = (): never => {
    throw new Error('killed');
  };
  await assert.rejects(train({ initialWeights: start, store, fake: { beforeEvaluate: kill } }), /killed/);
  // A training that continues has them no more.
  const continued = await finish({ store });
  const whole = await finish({ initialWeights: start });
  assert.deepEqual(continued.weights, whole.weights);
  assert.notDeepEqual(whole.weights, (await finish()).weights);
  assert.deepEqual([...initialWeights], [1, 2, 3, 4], 'they are not changed');
});

test('averaged weights are judged and kept, the others are reported beside them, and a resumed training is the same', async () => {
  const whole = new MemoryStore();
  const averaged = await finish({ emaDecay: 0.8, store: whole });
  const plain = await finish({});
  assert.notDeepEqual(averaged.weights, plain.weights);
  // The learning rate rises throughout the first epoch: nothing is averaged yet.
  assert.deepEqual(
    whole.epochs.map(({ rawValidation }) => rawValidation !== undefined),
    [true, true, true, true],
  );

  const store = new MemoryStore();
  const stop = new AbortController();
  const onEvent = (event: TrainingEvent): void => {
    if (event.kind === 'step' && event.at.epoch === 3 && event.at.step === 2) stop.abort();
  };
  assert.equal((await train({ emaDecay: 0.8, store, signal: stop.signal, onEvent })).status, 'interrupted');
  const resumed = await finish({ emaDecay: 0.8, store });
  assert.deepEqual(resumed.weights, averaged.weights);
  assert.deepEqual(withoutTimes(store.epochs), withoutTimes(whole.epochs));
});

test('a training is not resumed with another decay of its averaged weights', async () => {
  const store = new MemoryStore();
  await train({ emaDecay: 0.8, store, signal: AbortSignal.abort() });
  await assert.rejects(train({ emaDecay: 0.9, store }), { code: 'other-run', what: /\b0\.8\b.*\b0\.9\b/ });
  await assert.rejects(train({ emaDecay: 1 }), { name: 'ConfigError' });
});

test('a deadline ends the training with what it has: after a step where it is past, before an epoch that would not fit', async () => {
  const events: TrainingEvent[] = [];
  const onEvent = (event: TrainingEvent): void => void events.push(event);
  const { epochs, stoppedEarly, bestEpoch, test: tested } = await finish({ deadline: Date.now() - 1, onEvent });
  assert.deepEqual([epochs, stoppedEarly, bestEpoch], [1, true, 1]);
  assert.ok(tested?.rmse);
  assert.equal(events.filter(({ kind }) => kind === 'step').length, 1);
  assert.deepEqual(events.at(-1), { kind: 'time-up', epoch: 1, epochs: 4 });
  const optimizer = { ...graphSam, schedule: { name: 'cosine', learningRate: 0.01 } } as const;
  await finish({ optimizer, epochs: 1, deadline: Date.now() - 1, onEvent });
  assert.deepEqual(events.at(-1), { kind: 'time-up', epoch: 1, epochs: 1 }, 'also where the last epoch lacks steps');
  assert.equal((await finish({ deadline: Date.now() + 600_000 })).epochs, 4);
});
