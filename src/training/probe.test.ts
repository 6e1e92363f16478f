import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ParameterLayout } from '../base/parameter-layout.ts';
import { fakeLabels, fakeSession } from '../objective/fake-session.test.helper.ts';
import { createOptimizer, type Objective, type OptimizerConfig } from '../optim/index.ts';
import { exampleRunFile } from '../runs/run-file.test.helper.ts';
import { openRunFolder, readProbes } from '../runs/run-folder.node.ts';
import { MemoryStore, type RunStore } from '../runs/run-store.ts';
import { findMetric } from '../tasks/index.ts';
import { Probe, requireProbed, summarizeProbe } from './probe.ts';
import { fitModel, type TrainingResult } from './trainer.ts';

const rows = 30;
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

interface Settings {
  readonly store?: RunStore;
  readonly optimizer?: OptimizerConfig;
  readonly probeEvery?: number | undefined;
  readonly stopAfter?: number;
}

function train({ store = new MemoryStore(), optimizer, probeEvery, stopAfter }: Settings): Promise<TrainingResult> {
  const session = fakeSession(rows);
  const stop = new AbortController();
  let steps = 0;
  return fitModel({
    session,
    optimizer: createOptimizer(optimizer ?? { name: 'graphsam' }, session.layout),
    data: { train: range(0, 20), val: range(20, 25), test: range(25, rows), labels: fakeLabels(rows) },
    epochs: 4,
    batchSize: 4,
    metrics: [findMetric('rmse')],
    seed: 3,
    store,
    probeEvery,
    signal: stop.signal,
    onEvent: ({ kind }) => {
      if (kind === 'step' && ++steps === stopAfter) stop.abort();
    },
  });
}

for (const name of ['graphsam', 'sam', 'adam']) {
  test(`a probe does not change a training by a bit: ${name}`, async () => {
    const optimizer = { name };
    const [without, probed] = [await train({ optimizer }), await train({ optimizer, probeEvery: 3 })];
    assert.deepEqual(probed, without);
  });
}

test('two neighboring steps of every N are probed, and the second is compared with the first', async () => {
  const store = new MemoryStore();
  await train({ store, probeEvery: 5 });
  assert.deepEqual(
    store.probes.map(({ step, change }) => [step, change !== null]),
    [1, 2, 6, 7, 11, 12, 16, 17].map((step) => [step, step % 5 === 2]),
  );
  // Five steps an epoch: steps 1, 6, 11 and 16 are anchors, which perturb along the true gradient.
  for (const { step, approximation } of store.probes) assert.equal(approximation === null, step % 5 === 1);
});

test('where GraphSAM does not perturb nothing is approximated', async () => {
  const store = new MemoryStore();
  await train({ store, probeEvery: 1, optimizer: { name: 'graphsam', perturb: { from: 2, until: 3 } } });
  const approximated = store.probes.filter(({ approximation }) => approximation !== null);
  assert.deepEqual([...new Set(approximated.map(({ epoch }) => epoch))], [3]);
});

/** L(w) = sum of (a_k w_k^2) / 2, whose gradient is a * w. */
const curvatures = [1, 4, 0.5];
const quadratic: Objective = {
  layout: new ParameterLayout([{ name: 'w', shape: [3], role: 'weight' }]),
  evaluate: async (weights, gradient) => {
    let loss = 0;
    curvatures.forEach((curvature, index) => {
      gradient[index] = curvature * weights[index]!;
      loss += (curvature * weights[index]! ** 2) / 2;
    });
    return { loss };
  },
};

test('what a probe reports of a quadratic is what can be worked out by hand', async () => {
  const weights = Float64Array.of(1, 1, 1);
  const config = { name: 'graphsam', hyperparameters: { rho: 0.1, beta: 0.5, anchor: 'unit' } } as const;
  const optimizer = createOptimizer(config, quadratic.layout, { precision: 'float64' });
  const probe = new Probe(1);
  const clock = (step: number) => ({ epoch: 0, epochs: 1, step, stepInEpoch: step, stepsPerEpoch: 9 });
  const take = async (step: number) => {
    const probed = (await probe.begin(clock(step), weights, quadratic, optimizer))!;
    return probed.finish(await optimizer.step(weights, probed.objective, clock(step)), clock(step));
  };
  const first = await take(0);
  assert.equal(first.approximation, null, 'the anchor is the true gradient');
  assert.ok(Math.abs(first.perturbationNorm - Math.hypot(1, 4, 0.5)) < 1e-12);

  const at = Float64Array.from(weights);
  const average = Float64Array.from(optimizer.state().vectors['method.average']!);
  const second = await take(1);
  const truth = curvatures.map((curvature, index) => curvature * at[index]!);
  const length = (v: ArrayLike<number>): number => Math.hypot(...Array.from(v));
  const inner = (u: ArrayLike<number>, v: ArrayLike<number>): number =>
    Array.from(u).reduce((sum, value, index) => sum + value * v[index]!, 0);
  const lossBeyond = (direction: ArrayLike<number>): number =>
    curvatures.reduce(
      (sum, a, index) => sum + (a * (at[index]! + (0.1 * direction[index]!) / length(direction)) ** 2) / 2,
      0,
    );
  const { cosine, normRatio, lossGap } = second.approximation!;
  assert.ok(Math.abs(cosine - inner(average, truth) / length(average) / length(truth)) < 1e-12);
  assert.ok(Math.abs(normRatio - length(average) / length(truth)) < 1e-12);
  assert.ok(Math.abs(lossGap - (lossBeyond(average) - lossBeyond(truth))) < 1e-12);
  // The perturbation is along the moving average; a quadratic is as curved everywhere.
  const bend = curvatures.reduce((sum, a, index) => sum + a * average[index]! ** 2, 0) / length(average) ** 2;
  assert.ok(Math.abs(second.curvature! - bend) < 1e-10, `${second.curvature} instead of ${bend}`);
  const before = curvatures;
  const moved = truth.map((value, index) => value - before[index]!);
  assert.ok(Math.abs(second.change!.perturbation.relative - length(moved) / length(before)) < 1e-12);
});

test('a probed step costs two more evaluations where something is approximated, and one elsewhere', async () => {
  const counted = async (name: string): Promise<number[]> => {
    let evaluations = 0;
    const objective: Objective = {
      ...quadratic,
      evaluate: (...input) => {
        evaluations++;
        return quadratic.evaluate(...input);
      },
    };
    const optimizer = createOptimizer({ name }, quadratic.layout, { precision: 'float64' });
    const weights = Float64Array.of(1, 1, 1);
    const probe = new Probe(1);
    const more: number[] = [];
    for (let step = 0; step < 3; step++) {
      const clock = { epoch: 0, epochs: 1, step, stepInEpoch: step, stepsPerEpoch: 9 };
      const before = evaluations;
      const probed = (await probe.begin(clock, weights, objective, optimizer))!;
      const report = await optimizer.step(weights, probed.objective, clock);
      await probed.finish(report, clock);
      more.push(evaluations - before - report.evaluations.full);
    }
    return more;
  };
  assert.deepEqual(await counted('graphsam'), [1, 2, 2], 'the first step is an anchor');
  assert.deepEqual(await counted('sam'), [1, 1, 1]);
  assert.deepEqual(await counted('adam'), [1, 1, 1]);
});

test('an interrupted run that goes on has each probed step once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-probe-'));
  try {
    const path = join(folder, 'run');
    const destination = await openRunFolder(path, { mode: 'new' });
    await train({ store: destination, probeEvery: 2, stopAfter: 8 });
    // What was written after the checkpoint, by a process that was then killed.
    await destination.appendProbe({ ...(await destination.readProbes())[0]!, step: 9, epoch: 2 });
    await destination.writeRun(exampleRunFile());
    await destination.close();
    const again = await openRunFolder(path, { mode: 'resume' });
    await train({ store: again, probeEvery: 2 });
    await again.close();
    const whole = new MemoryStore();
    await train({ store: whole, probeEvery: 2 });
    const probes = await readProbes(path);
    assert.deepEqual(
      probes.map(({ step }) => step),
      whole.probes.map(({ step }) => step),
    );
    assert.deepEqual(
      probes.map(({ approximation }) => approximation),
      whole.probes.map(({ approximation }) => approximation),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('an optimizer whose update gradient is a mixture is refused by name', () => {
  assert.throws(() => requireProbed('rwp'), {
    code: 'not-supported',
    path: ['training', 'probe'],
    what: /rwp/,
    advice: /graphsam, sam/,
  });
});

test('a summary takes medians, and nothing where nothing was measured', () => {
  assert.deepEqual(summarizeProbe([]), {
    ...{ probes: 0, cosine: null, normRatio: null, lossGap: null },
    ...{ perturbationChange: null, updateChange: null },
  });
});
