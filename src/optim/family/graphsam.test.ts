import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createOptimizer } from '../create-optimizer.ts';
import type { Optimizer } from '../optimizer.ts';
import { lengthBetween, recording, runToy, toyTraining } from '../testing/toy-training.ts';

const training = toyTraining();
const create = (hyperparameters: object): Optimizer =>
  createOptimizer(
    { name: 'graphsam', hyperparameters: { ...hyperparameters }, base: { name: 'sgd' } },
    training.objective.layout,
    {
      precision: 'float64',
    },
  );

describe('GraphSAM', () => {
  test('evaluates twice at the first step of an epoch and once at the others', async () => {
    const reports = await runToy(create({}), training.initialWeights('float64'), training, { last: 11 });
    assert.deepEqual(
      reports.map(({ evaluations }) => evaluations.full),
      [2, 1, 1, 1, 1, 2, 1, 1, 1, 1, 2],
    );
  });

  test('perturbs by rho over all tensors, and rho falls every lambda epochs', async () => {
    const { objective, calls } = recording(training.objective);
    const weights = training.initialWeights('float64');
    const optimizer = create({ rho: 0.08, gamma: 0.5, lambda: 2 });
    for (const [step, rho] of [
      [0, 0.08],
      [1, 0.08],
      [9, 0.08],
      [10, 0.04],
    ] as const) {
      const before = weights.slice();
      const [report] = await runToy(optimizer, weights, training, { first: step, last: step + 1, objective });
      assert.ok(Math.abs(lengthBetween(calls.at(-1)!.at, before) - rho) < 1e-12);
      assert.ok(Math.abs(report!.perturbationNorm - rho) < 1e-12);
      assert.equal(report!.rho, rho);
    }
  });

  test('perturbs the second step along the average of the past, not along its own gradient', async () => {
    const { objective, calls } = recording(training.objective);
    const weights = training.initialWeights('float64');
    const optimizer = create({ beta: 0.99 });
    await runToy(optimizer, weights, training, { last: 1 });
    const average = optimizer.state().vectors['method.average']!;
    const before = weights.slice();
    await runToy(optimizer, weights, training, { first: 1, last: 2, objective });
    const length = Math.hypot(...average);
    calls[0]!.at.forEach((value, index) => {
      assert.ok(Math.abs(value - before[index]! - (0.05 * average[index]!) / length) < 1e-12);
    });
  });

  test('one direction a tensor is as long as one of all, also where a tensor has no gradient', async () => {
    const { evaluate, layout } = training.objective;
    const { offset, size } = layout.entries[0]!;
    const withoutFirst: typeof training.objective = {
      ...training.objective,
      evaluate: async (at, gradient, options) => {
        const found = await evaluate.call(training.objective, at, gradient, options);
        gradient.fill(0, offset, offset + size);
        return found;
      },
    };
    const weights = training.initialWeights('float64');
    const optimizer = create({ granularity: 'tensor' });
    const reports = await runToy(optimizer, weights, training, { last: 2, objective: withoutFirst });
    for (const { perturbationNorm } of reports) assert.ok(Math.abs(perturbationNorm - 0.05) < 1e-12);
  });

  test('anchors at the next step if the anchor of an epoch was refused', async () => {
    const optimizer = create({});
    const weights = training.initialWeights('float64');
    const broken = { ...training.objective, evaluate: async () => ({ loss: Number.NaN }) };
    const [refused] = await runToy(optimizer, weights, training, { last: 1, objective: broken });
    assert.equal(refused!.skipped, 'the loss at the weights is NaN');
    const [anchored] = await runToy(optimizer, weights, training, { first: 1, last: 2 });
    assert.equal(anchored!.evaluations.full, 2);
  });

  test("understands the authors' names alpha and epochSteps", () => {
    const { hyperparameters } = create({ alpha: 0.5, epochSteps: 3 }).config;
    assert.equal(hyperparameters.beta, 0.5);
    assert.equal(hyperparameters.lambda, 3);
  });

  test('refuses options of the other variant instead of ignoring them', () => {
    assert.throws(() => create({ radius: 0.1 }), {
      code: 'contradicting-settings',
      path: ['optimizer', 'hyperparameters', 'radius'],
    });
    assert.throws(() => create({ variant: 'authors', anchor: 'unit' }), {
      code: 'contradicting-settings',
      path: ['optimizer', 'hyperparameters', 'anchor'],
    });
  });
});

describe("GraphSAM, authors' variant", () => {
  test('moves every tensor by exactly the radius after the first step of an epoch', async () => {
    const { objective, calls } = recording(training.objective);
    const weights = training.initialWeights('float64');
    const optimizer = create({ variant: 'authors', radius: 0.03 });
    await runToy(optimizer, weights, training, { last: 1 });
    const before = weights.slice();
    const [report] = await runToy(optimizer, weights, training, { first: 1, last: 2, objective });
    for (const { offset, size } of training.objective.layout.entries) {
      assert.ok(Math.abs(lengthBetween(calls[0]!.at, before, offset, size) - 0.03) < 1e-12);
    }
    assert.ok(Math.abs(report!.perturbationNorm - 0.03 * Math.sqrt(3)) < 1e-12);
  });

  test('lets the radius fall faster and faster: 1, 1/2, 1/8, 1/64', async () => {
    const reports = await runToy(create({ variant: 'authors', rho: 1 }), training.initialWeights('float64'), training, {
      last: 20,
    });
    assert.deepEqual(
      [0, 5, 10, 15].map((step) => reports[step]!.rho),
      [1, 1 / 2, 1 / 8, 1 / 64],
    );
  });
});
