import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { syntheticMolecule } from '../../bench/synthetic-molecules.ts';
import { assertClose } from '../../test/assert-close.ts';
import type { Vector } from '../base/parameter-layout.ts';
import { RandomStream } from '../base/random.ts';
import { findModel } from '../models/index.ts';
import { createOptimizer, optimizerNames } from '../optim/index.ts';
import type { Consistency, EvaluateOptions } from '../optim/objective.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import type { Runtime } from '../runtime/program.ts';
import { findLoss, tasks as kinds, losses } from '../tasks/index.ts';
import type { ModelSession } from './model-session.ts';
import { openSession } from './open-session.ts';

const tasks = 2;
/** For tasks with classes; the others do not look at them. */
const space = {
  taskNames: ['first', 'second'],
  classes: [
    ['a', 'b', 'c'],
    ['no', 'yes'],
  ],
};
const sizes = [5, 9, 1, 7, 6, 3];
const settings = { width: 8, heads: 2, layers: 1, maxAtoms: 12 };
let runtime: Runtime;
const opened: ModelSession[] = [];

before(async () => {
  runtime = await loadRuntime();
});
after(async () => {
  for (const session of opened) await session.release();
});

function open(name: string, type: 'float32' | 'float64' = 'float64'): ModelSession {
  const model = findModel('compt');
  const found = findLoss(name);
  const definition = kinds.find((task) => task.losses.includes(found))!;
  // A factor that counts as a constant is none to finite differences; with beta 0 it is 1.
  const loss = found.withBeta?.(0) ?? found;
  const stream = new RandomStream(1, 'molecules');
  const session = openSession({
    model,
    config: model.configSchema.parse(settings),
    tasks,
    head: definition.head(space, { saysVariance: loss.saysVariance }),
    loss,
    dropoutRate: 0,
    features: sizes.map((size) => model.featurize(syntheticMolecule(size, stream))),
    runtime,
    threads: 1,
    type,
  });
  opened.push(session);
  return session;
}

/** The first three molecules now, the others next; one label is missing. */
function setBatch({ objective }: ModelSession): void {
  const next = { rows: [3, 4, 5], targets: Float64Array.of(1, 0, 1, 1, 0, 0) };
  objective.setBatch({ rows: [0, 1, 2], targets: Float64Array.of(1, 0, 0, Number.NaN, 1, 1) }, next, 0);
}

function randomWeights({ layout }: ModelSession): Float64Array {
  const stream = new RandomStream(3, 'weights');
  return Float64Array.from({ length: layout.size }, () => 0.4 * stream.normal());
}

async function assertGradient(session: ModelSession, options: EvaluateOptions): Promise<void> {
  const { objective } = session;
  const weights = randomWeights(session);
  const gradient = new Float64Array(weights.length);
  await objective.evaluate(weights, gradient, options);
  const stream = new RandomStream(4, 'direction');
  const direction = weights.map(() => stream.normal());
  const lossAt = async (shift: number): Promise<number> => {
    const moved = weights.map((weight, index) => weight + shift * direction[index]!);
    return (await objective.evaluate(moved, new Float64Array(weights.length), options)).loss;
  };
  const measured = ((await lossAt(1e-6)) - (await lossAt(-1e-6))) / 2e-6;
  const computed = gradient.reduce((total, each, index) => total + each * direction[index]!, 0);
  assertClose([computed], [measured], { absolute: 1e-7, relative: 1e-7, label: JSON.stringify(options) });
}

async function takeSteps(name: string, loss: string): Promise<void> {
  const session = open(loss, 'float32');
  const optimizer = createOptimizer({ name }, session.layout);
  const weights = session.initialWeights(1);
  const before = weights.slice();
  for (let step = 0; step < 4; step++) {
    setBatch(session);
    // Late epochs, so that methods that begin late take part.
    const clock = { step: 20 + step, epoch: 10 + (step >> 1), stepInEpoch: step % 2, stepsPerEpoch: 2, epochs: 20 };
    const report = await optimizer.step(weights, session.objective, clock);
    assert.equal(report.skipped, undefined);
    assert.ok(report.evaluations.full + report.evaluations.cheap >= 1);
  }
  assert.ok(weights.every(Number.isFinite) && weights.some((weight, index) => weight !== before[index]));
}

describe('the objective of a model', () => {
  for (const { name: loss } of losses) {
    const { saysVariance } = findLoss(loss);
    const outputs = kinds
      .find((task) => task.losses.includes(findLoss(loss)))!
      .head(space, { saysVariance }).outputsPerTask;
    const consistency: Consistency = {
      // The last output of three stands for no class of the second target.
      reference: Float64Array.from({ length: 3 * tasks * outputs }, (_, index) =>
        outputs === 3 && index % 6 === 5 ? -1e4 : [0.5, -1, 2, 0.3, -0.2, 1][index % 6]!,
      ),
      active: Float64Array.of(1, 0, 1),
      factor: 0.7,
      temperature: 3,
    };
    for (const options of [
      {},
      { variant: 'withoutMessagePassing' },
      { batch: 'next' },
      { samples: [0, 2] },
      { consistency },
    ] as const) {
      it(`${loss}: the gradient is that of the loss for ${Object.keys(options).join() || 'the whole batch'}`, async () => {
        const session = open(loss);
        setBatch(session);
        await assertGradient(session, options);
      });
    }
  }

  it('the loss over some samples is the mean of their own losses', async () => {
    const session = open('bce');
    setBatch(session);
    const { objective } = session;
    const weights = randomWeights(session);
    const each = (await objective.sampleLosses!(weights)) as Vector;
    assert.equal(each.length, 3);
    // Molecules 0 and 2 have both labels each, so the mean over labels is the mean over molecules.
    const found = await objective.evaluate(weights, new Float64Array(weights.length), { samples: [0, 2] });
    assertClose([found.loss], [(each[0]! + each[2]!) / 2], { relative: 1e-12 });
    assert.equal(found.outputs!.length, 2 * tasks, 'the others are not computed');
  });

  it('a consistency with the outputs themselves adds nothing, and its factor counts every molecule of the batch', async () => {
    const session = open('rmse');
    setBatch(session);
    const { objective } = session;
    const weights = randomWeights(session);
    const gradient = new Float64Array(weights.length);
    const { loss, outputs } = await objective.evaluate(weights, gradient);
    const consistency = { reference: outputs!, active: Float64Array.of(1, 1, 1), factor: 2, temperature: 5 };
    assertClose([(await objective.evaluate(weights, gradient, { consistency })).loss], [loss], { relative: 1e-12 });
    const shifted = { ...consistency, reference: outputs!.map((value) => value + 1), active: Float64Array.of(1, 0, 0) };
    const raised = (await objective.evaluate(weights, gradient, { consistency: shifted })).loss;
    // factor * tau^2 * (1/3) * tasks * 1 / (2 tau^2)
    assertClose([raised - loss], [(2 * tasks) / 6], { relative: 1e-9 });
  });

  it('missing labels count nothing: a batch without any has loss 0 and gradient 0', async () => {
    const session = open('bce');
    session.objective.setBatch({ rows: [0, 1], targets: new Float64Array(4).fill(Number.NaN) }, undefined, 0);
    const weights = randomWeights(session);
    const gradient = new Float64Array(weights.length).fill(1);
    assert.equal((await session.objective.evaluate(weights, gradient)).loss, 0);
    assert.ok(gradient.every((each) => each === 0));
  });

  it('an exact fit has a finite gradient under rmse', async () => {
    const session = open('rmse');
    const weights = randomWeights(session);
    const outputs = Float64Array.from(await session.predict(weights, [0, 1]));
    session.objective.setBatch({ rows: [0, 1], targets: outputs }, undefined, 0);
    const gradient = new Float64Array(weights.length);
    await session.objective.evaluate(weights, gradient);
    assert.ok(gradient.every(Number.isFinite));
  });

  for (const name of optimizerNames) {
    it(`${name} takes steps on a real model and counts its evaluations`, async () => {
      for (const loss of ['bce', 'cross-entropy']) await takeSteps(name, loss);
    });
  }

  it('a float32 model overfits a handful of molecules', async () => {
    const session = open('bce', 'float32');
    const optimizer = createOptimizer({ name: 'graphsam' }, session.layout);
    const weights = session.initialWeights(1);
    let loss = Number.NaN;
    for (let step = 0; step < 150; step++) {
      session.objective.setBatch(
        { rows: [0, 1, 3, 4], targets: Float64Array.of(1, 0, 0, 1, 1, 1, 0, 0) },
        undefined,
        0,
      );
      const clock = { step, epoch: Math.floor(step / 10), stepInEpoch: step % 10, stepsPerEpoch: 10, epochs: 15 };
      ({ loss } = await optimizer.step(weights, session.objective, clock));
    }
    assert.ok(loss < 0.1, `loss ${loss}`);
  });
});
