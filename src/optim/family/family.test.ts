/** What is particular to single methods; what all promise stands in contract.test.ts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ParameterLayout, type Vector } from '../../base/parameter-layout.ts';
import { cautionsOf } from '../cautions.ts';
import { createOptimizer } from '../create-optimizer.ts';
import type { Objective } from '../objective.ts';
import type { Optimizer, OptimizerConfig } from '../optimizer.ts';
import { lengthBetween, recording, runToy, toyTraining } from '../testing/toy-training.ts';

const training = toyTraining();
const sgd = { name: 'sgd', hyperparameters: { momentum: 0.9 } };
const create = (name: string, hyperparameters: object, layout = training.objective.layout): Optimizer =>
  createOptimizer({ name, hyperparameters: { ...hyperparameters }, base: sgd }, layout, { precision: 'float64' });

/** Perturbed point of one step on 0.5 * ||w||^2 (gradient w), noise all ones. */
async function pointOf(
  name: string,
  hyperparameters: object,
  layout: ParameterLayout,
  weights: Vector,
): Promise<Vector> {
  const { objective, calls } = recording({
    layout,
    evaluate: async (at, gradient) => {
      gradient.set(at);
      return { loss: Math.hypot(...at) ** 2 / 2 };
    },
  });
  const noise = {
    fillNormal: (vector: Vector) => void vector.fill(1),
    uniform: () => 0,
    state: () => [0, 0, 0, 0] as const,
    load: () => {},
  };
  const optimizer = createOptimizer({ name, hyperparameters: { ...hyperparameters }, base: sgd }, layout, {
    precision: 'float64',
    noise,
  });
  const at = weights.slice();
  await optimizer.step(weights, objective, { step: 0, epoch: 0, stepInEpoch: 0, stepsPerEpoch: 1, epochs: 1 });
  return calls.at(-1)!.at.map((value, index) => value - at[index]!);
}

const close = (actual: Vector, expected: readonly number[]): void =>
  expected.forEach((value, index) => {
    assert.ok(Math.abs(actual[index]! - value) < 1e-12, `[${index}]: ${actual[index]}, expected ${value}`);
  });

const smallLayout = (filterAxis: number): ParameterLayout =>
  new ParameterLayout([
    { name: 'matrix', shape: [2, 2], role: 'weight', filterAxis },
    { name: 'bias', shape: [2], role: 'bias' },
  ]);

describe('ASAM', () => {
  test('scales weights by their size and leaves biases alone, unless asked', async () => {
    // T = |w| on the matrix; T g = w |w| = (1, 4, 0, 0), biases (3, 0): length sqrt(26).
    const weights = (): Vector => Float64Array.of(1, 2, 0, 0, 3, 0);
    const part = await pointOf('asam', { rho: 1, eta: 0 }, smallLayout(0), weights());
    close(
      part,
      [1, 8, 0, 0, 3, 0].map((value) => value / Math.sqrt(26)),
    );
    const all = await pointOf('asam', { rho: 1, eta: 0, adaptiveTensors: 'all' }, smallLayout(0), weights());
    close(
      all,
      [1, 8, 0, 0, 27, 0].map((value) => value / Math.sqrt(98)),
    );
  });
});

describe('RWP', () => {
  const weights = (): Vector => Float64Array.of(3, 4, 0, 5, 6, 8);

  test('draws noise as large as the filter, along the axis that the layout names', async () => {
    close(await pointOf('rwp', { gamma: 0.1, alpha: 1 }, smallLayout(0), weights()), [0.5, 0.5, 0.5, 0.5, 1, 1]);
    const second = Math.sqrt(41) / 10;
    close(await pointOf('rwp', { gamma: 0.1, alpha: 1 }, smallLayout(1), weights()), [0.3, second, 0.3, second, 1, 1]);
  });

  test('takes the perturbed gradient on the next batch, or on the same one', async () => {
    for (const sameBatch of [false, true]) {
      const { objective, calls } = recording(training.objective);
      await runToy(create('rwp', { sameBatch }), training.initialWeights('float64'), training, { last: 1, objective });
      assert.deepEqual(
        calls.map(({ options }) => options.batch),
        [undefined, sameBatch ? undefined : 'next'],
      );
    }
  });
});

describe('GNM', () => {
  test("follows the code's clamp, scale and halving when asked", async () => {
    const zeros = (): Vector => new Float64Array(6);
    close(await pointOf('gnm', { rho: 0.3, sigma: 0.5 }, smallLayout(0), zeros()), [0.15, 0.15]);
    const code = { rho: 0.3, variant: 'code', sigma: 5, scale: 0.1 };
    close(await pointOf('gnm', code, smallLayout(0), zeros()), [0.06, 0.06]); // epoch 0: twice, noise clamped at 1
  });
});

describe('LookSAM', () => {
  test('evaluates twice every k steps', async () => {
    const reports = await runToy(create('looksam', { k: 3 }), training.initialWeights('float64'), training, {
      last: 7,
    });
    assert.deepEqual(
      reports.map(({ evaluations }) => evaluations.full),
      [2, 1, 1, 2, 1, 1, 2],
    );
  });

  test('keeps a part that is orthogonal to the gradient and adds it later', async () => {
    const { objective, calls } = recording(training.objective);
    const optimizer = create('looksam', { k: 2, rho: 0.3, alpha: 0.5 });
    const weights = training.initialWeights('float64');
    await runToy(optimizer, weights, training, { last: 1, objective });
    const kept = optimizer.state().vectors['method.orthogonal']!;
    const dot = (left: Vector, right: Vector): number =>
      [...left].reduce((sum, value, index) => sum + value * right[index]!, 0);
    assert.ok(Math.abs(dot(kept, calls[0]!.gradient)) < 1e-9 && Math.hypot(...kept) > 1e-3);
    const [report] = await runToy(optimizer, weights, training, { first: 1, last: 2, objective });
    const plain = calls.at(-1)!.gradient;
    const added = Math.sqrt(1 + 0.25 + dot(kept, plain) / (Math.hypot(...kept) * Math.hypot(...plain)));
    assert.ok(Math.abs(report!.gradientNorm / Math.hypot(...plain) - added) < 1e-9);
  });
});

describe('ESAM', () => {
  test('takes its second gradient on the samples whose loss rises most', async () => {
    const { objective, calls } = recording(training.objective);
    const weights = training.initialWeights('float64');
    const before = weights.slice();
    await runToy(create('esam', { betaKeep: 1, gammaSelect: 0.34, rho: 0.5 }), weights, training, {
      last: 1,
      objective,
    });
    const { at, options } = calls.at(-1)!;
    training.clockAt(0);
    const [then, now] = [await objective.sampleLosses!(before), await objective.sampleLosses!(at)];
    const rises = Array.from(now, (loss, sample) => loss - then[sample]!);
    const expected = rises
      .map((_, sample) => sample)
      .sort((left, right) => rises[right]! - rises[left]!)
      .slice(0, 2);
    assert.deepEqual(
      options.samples,
      expected.sort((left, right) => left - right),
    );
  });

  test('takes at least one sample, and perturbs only active tensors', async () => {
    const { objective, calls } = recording(training.objective);
    const weights = training.initialWeights('float64');
    const optimizer = create('esam', { gammaSelect: 0.01, rho: 0.5 });
    const state = optimizer.state();
    optimizer.load({ ...state, scalars: { ...state.scalars, 'method.active': [0, 1, 0] } });
    const before = weights.slice();
    await runToy(optimizer, weights, training, { last: 1, objective });
    const { at, options } = calls.at(-1)!;
    assert.equal(options.samples!.length, 1);
    const moved = training.objective.layout.entries.map(
      ({ offset, size }) => lengthBetween(at, before, offset, size) > 0,
    );
    assert.deepEqual(moved, [false, true, false]);
  });

  test('says what an objective without losses of samples lacks', async () => {
    const { sampleLosses: _, ...objective } = training.objective;
    const running = runToy(create('esam', {}), training.initialWeights('float64'), training, { last: 1, objective });
    await assert.rejects(running, { code: 'objective-unsuitable' });
  });
});

describe('SAF', () => {
  const recordConsistency = async (optimizer: Optimizer, weights: Vector, last: number, first = 0) => {
    const { objective, calls } = recording(training.objective);
    await runToy(optimizer, weights, training, { first, last, objective });
    return calls.map(({ options }) => options.consistency);
  };

  test('compares with the outputs of exactly delta epochs ago', async () => {
    const weights = training.initialWeights('float64');
    training.clockAt(2);
    const optimizer = create('saf', { delta: 2, startEpoch: -1 });
    const outputs: Vector[] = [];
    const objective: Objective = {
      ...training.objective,
      evaluate: async (...call) => {
        const evaluation = await training.objective.evaluate(...call);
        outputs.push(evaluation.outputs!.slice());
        return evaluation;
      },
    };
    await runToy(optimizer, weights, training, { last: 12, objective });
    const [, , consistency] = [
      ...(await recordConsistency(optimizer, weights, 13, 12)),
      undefined,
      undefined,
    ].reverse();
    assert.deepEqual(consistency!.reference, outputs[2]);
    assert.ok(consistency!.active.every((on) => on === 1));
  });

  test('has no term for samples that were not seen then, nor outside its epochs', async () => {
    const weights = training.initialWeights('float64');
    assert.ok(
      (await recordConsistency(create('saf', { delta: 3, startEpoch: -1 }), weights, 15)).every((term) => !term),
    );
    const windowed = await recordConsistency(create('saf', { delta: 1, startEpoch: 1, endEpoch: 3 }), weights, 20);
    assert.deepEqual(
      windowed.map(Boolean),
      Array.from({ length: 20 }, (_, step) => step >= 10 && step < 15),
    );
    const optimizer = create('saf', { delta: 1, startEpoch: -1 });
    await recordConsistency(optimizer, weights, 3); // two batches of the epoch are left out
    const seen = await recordConsistency(optimizer, weights, 10, 5);
    assert.deepEqual(seen.map(Boolean), [true, true, true, false, false]);
  });

  test('keeps a table of samples x outputs x (delta + 1) numbers in its state', async () => {
    const optimizer = create('saf', { delta: 2 });
    await recordConsistency(optimizer, training.initialWeights('float64'), 5);
    assert.ok(optimizer.state().vectors['method.table']!.length >= 30 * 2 * 3);
    assert.ok(optimizer.state().vectors['method.table']!.length < 1.6 * 30 * 2 * 3);
  });
});

describe('MESA', () => {
  test('compares with the outputs of the moving average from before the update', async () => {
    const optimizer = create('mesa', { startEpoch: -1, decay: 0.5 });
    const weights = training.initialWeights('float64');
    const { objective, calls } = recording(training.objective);
    await runToy(optimizer, weights, training, { last: 2, objective });
    const average = optimizer.state().vectors['method.average']!;
    await runToy(optimizer, weights, training, { first: 2, last: 3, objective });
    training.clockAt(2);
    assert.deepEqual(calls.at(-1)!.options.consistency!.reference, await training.objective.outputs!(average));
  });
});

describe('MSAM', () => {
  test('goes ahead along the momentum by rho', async () => {
    const { objective, calls } = recording(training.objective);
    const weights = training.initialWeights('float64');
    const optimizer = create('msam', { rho: 0.4 });
    await runToy(optimizer, weights, training, { last: 1 });
    const before = weights.slice();
    await runToy(optimizer, weights, training, { first: 1, last: 2, objective });
    assert.ok(Math.abs(lengthBetween(calls[0]!.at, before) - 0.4) < 1e-11);
    assert.ok(lengthBetween(calls[0]!.at, weights) < 0.4, 'ahead, not behind');
  });

  test('takes the decay of Adam and SGD where the gradient is taken', async () => {
    const weightDecay = 0.3;
    for (const base of [
      { name: 'adam', hyperparameters: { weightDecay } },
      { name: 'sgd', hyperparameters: { momentum: 0.9, weightDecay } },
    ]) {
      const asDecayed = async (config: OptimizerConfig, objective: Objective): Promise<Vector> => {
        const weights = training.initialWeights('float64');
        const optimizer = createOptimizer(config, training.objective.layout, { precision: 'float64' });
        await runToy(optimizer, weights, training, { last: 6, objective });
        return weights;
      };
      const penalized: Objective = {
        ...training.objective,
        evaluate: async (at, gradient, options) => {
          const evaluation = await training.objective.evaluate(at, gradient, options);
          gradient.forEach((value, index) => {
            gradient[index] = value + weightDecay * at[index]!;
          });
          return evaluation;
        },
      };
      const config = { name: 'msam', base, schedule: { name: 'constant', learningRate: 0.02 } } as const;
      const without = { ...config, base: { ...base, hyperparameters: { ...base.hyperparameters, weightDecay: 0 } } };
      close(await asDecayed(config, training.objective), [...(await asDecayed(without, penalized))]);
    }
  });

  test('refuses a base rule without a momentum to follow', () => {
    const { layout } = training.objective;
    for (const [name, what] of [
      ['sgd', /sgd with momentum 0, nesterov false$/],
      ['adamomentum', /adamomentum$/],
    ] as const) {
      assert.throws(() => createOptimizer({ name: 'msam', base: { name } }, layout), {
        code: 'contradicting-settings',
        path: ['optimizer', 'base', 'name'],
        what,
      });
    }
  });
});

describe('FGSAM', () => {
  test('descends without mixing, from a point found with it', async () => {
    const { objective, calls } = recording(training.objective);
    await runToy(create('fgsam', {}), training.initialWeights('float64'), training, { last: 1, objective });
    assert.deepEqual(
      calls.map(({ options }) => options.variant),
      [undefined, 'withoutMessagePassing'],
    );
  });
});

describe('CR-SAM, normalized', () => {
  test('does not depend on the scale of the loss in its penalty, as a penalty on logarithms must', async () => {
    const penalty = async (factor: number): Promise<Vector> => {
      const scaled: Objective = {
        ...training.objective,
        evaluate: async (weights, gradient, options) => {
          const { loss } = await training.objective.evaluate(weights, gradient, options);
          gradient.forEach((value, index) => {
            gradient[index] = factor * value;
          });
          return { loss: factor * loss };
        },
      };
      const moved = async (strength: number): Promise<Vector> => {
        const weights = training.initialWeights('float64');
        const hyperparameters = { coefficients: 'normalized', gamma: strength, beta: strength, rho: 0.1 };
        await runToy(create('cr-sam', hyperparameters), weights, training, { last: 1, objective: scaled });
        return weights;
      };
      const [without, withPenalty] = [await moved(0), await moved(0.5)];
      return withPenalty.map((value, index) => value - without[index]!);
    };
    close(await penalty(7), [...(await penalty(1))]);
  });
});

describe('PUGD', () => {
  test('hands a gradient of length 1 to the base rule', async () => {
    const reports = await runToy(create('pugd', {}), training.initialWeights('float64'), training, { last: 3 });
    for (const { gradientNorm } of reports) assert.ok(Math.abs(gradientNorm - 1) < 1e-9);
  });
});

test('LookSAM says before a training that its published alpha did not train CoMPT, and which did', () => {
  assert.match(cautionsOf({ name: 'looksam' }, 60).join('\n'), /alpha 0.7 may not train.*Choose alpha 0.1/);
  assert.deepEqual(cautionsOf({ name: 'looksam', hyperparameters: { alpha: 0.1 } }, 60), []);
  assert.deepEqual(cautionsOf({ name: 'sam' }, 60), []);
  assert.deepEqual(cautionsOf({ name: 'adam' }, 60), []);
});
