/**
 * Members of the family that become one another (beyond those that become the base rule, which contract.test.ts
 * checks).
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Vector } from '../base/parameter-layout.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { Clock, Objective } from './objective.ts';
import { toyTraining } from './testing/toy-training.ts';

interface Member {
  readonly name: string;
  readonly hyperparameters?: Readonly<Record<string, unknown>>;
}

/** Weights after 12 steps; clock: changes what the optimizer is told of time; seen: the objective as it sees it. */
async function weightsOf(
  member: Member,
  clock: (clock: Clock) => Clock = (time) => time,
  seen: (objective: Objective) => Objective = (objective) => objective,
): Promise<Vector> {
  const training = toyTraining();
  const base = { name: 'sgd', hyperparameters: { momentum: 0.9 } };
  const schedule = { name: 'constant', learningRate: 0.05 } as const;
  const optimizer = createOptimizer({ ...member, base, schedule }, training.objective.layout, { precision: 'float64' });
  const weights = training.initialWeights('float64');
  for (let step = 0; step < 12; step++)
    await optimizer.step(weights, seen(training.objective), clock(training.clockAt(step)));
  return weights;
}

function assertClose(actual: Vector, expected: Vector, tolerance: number): void {
  actual.forEach((value, index) => {
    assert.ok(Math.abs(value - expected[index]!) <= tolerance, `[${index}]: ${value}, expected ${expected[index]}`);
  });
}

describe('within the family', () => {
  const sam = (rho: number): Member => ({ name: 'sam', hyperparameters: { rho } });

  for (const [what, member, rho, tolerance] of [
    ['LookSAM with k 1', { name: 'looksam', hyperparameters: { k: 1, rho: 0.1 } }, 0.1, 0],
    [
      'ESAM on all tensors and samples',
      { name: 'esam', hyperparameters: { rho: 0.1, betaKeep: 1, gammaSelect: 1 } },
      0.1,
      1e-6,
    ],
    [
      'GSAM with alpha 0 and one rho',
      { name: 'gsam', hyperparameters: { alpha: 0, rhoMax: 0.1, rhoMin: 0.1 } },
      0.1,
      1e-13,
    ],
    ['RST with a SAM step each time', { name: 'rst', hyperparameters: { rho: 0.1, probability: 1 } }, 0.1, 0],
    [
      'AE-SAM with a threshold below every gradient',
      { name: 'ae-sam', hyperparameters: { rho: 0.1, lambda1: -100, lambda2: -100 } },
      0.1,
      0,
    ],
    ['CR-SAM without penalties', { name: 'cr-sam', hyperparameters: { rho: 0.1, gamma: 0, beta: 0 } }, 0.1, 0],
    ['F-SAM with sigma 0', { name: 'f-sam', hyperparameters: { rho: 0.1, sigma: 0 } }, 0.1, 0],
  ] as const) {
    test(`${what} is SAM`, async () => {
      assertClose(await weightsOf(member), await weightsOf(sam(rho)), tolerance);
    });
  }

  test('GraphSAM with one step an epoch is SAM with the rho of that epoch', async () => {
    const hyperparameters = { rho: 0.1, gamma: 1 };
    const oneStepEpochs = (clock: Clock): Clock => ({ ...clock, epoch: clock.step, stepInEpoch: 0, stepsPerEpoch: 1 });
    assert.deepEqual(await weightsOf({ name: 'graphsam', hyperparameters }, oneStepEpochs), await weightsOf(sam(0.1)));
  });

  test('GraphSAM anchored at every step is SAM', async () => {
    const hyperparameters = { rho: 0.1, gamma: 1, anchorEvery: 1 };
    assert.deepEqual(await weightsOf({ name: 'graphsam', hyperparameters }), await weightsOf(sam(0.1)));
  });

  test('GraphSAM with a constant rho is GraphSAM whose gamma is 1', async () => {
    const constant = await weightsOf({ name: 'graphsam', hyperparameters: { rho: 0.1, rhoSchedule: 'none' } });
    assert.deepEqual(constant, await weightsOf({ name: 'graphsam', hyperparameters: { rho: 0.1, gamma: 1 } }));
  });

  test('SAM on one step in more than there are is SAM at the first step and the base rule afterwards', async () => {
    const late = (clock: Clock): Clock => ({ ...clock, step: clock.step + 1 });
    const rare = { name: 'sam', hyperparameters: { rho: 0.1, every: 1000 } };
    assert.deepEqual(await weightsOf(rare, late), await weightsOf({ name: 'sam', hyperparameters: { rho: 0 } }, late));
  });

  test('the name of an ablation is the settings that it stands for, and settings beside it go over them', async () => {
    const named = await weightsOf({ name: 'graphsam/no-average', hyperparameters: { rho: 0.1 } });
    assert.deepEqual(named, await weightsOf({ name: 'graphsam', hyperparameters: { rho: 0.1, beta: 0 } }));
  });

  test("the authors' GraphSAM with rho 0 is the base rule on gradients multiplied by the loss, and nothing else", async () => {
    const authors = (lossScaled: boolean): Member => ({
      name: 'graphsam',
      hyperparameters: { variant: 'authors', rho: 0, lossScaled },
    });
    const scaled = (objective: Objective): Objective => ({
      ...objective,
      evaluate: async (weights, gradient, options) => {
        const evaluation = await objective.evaluate(weights, gradient, options);
        for (const [index, value] of gradient.entries()) gradient[index] = value * evaluation.loss;
        return evaluation;
      },
    });
    const plain: Member = { name: 'sam', hyperparameters: { rho: 0 } };
    assert.deepEqual(await weightsOf(authors(false)), await weightsOf(plain));
    assert.deepEqual(await weightsOf(authors(true)), await weightsOf(plain, undefined, scaled));
    assert.notDeepEqual(await weightsOf(authors(true)), await weightsOf(plain));
  });

  test('FGSAM+ with k 1 is FGSAM', async () => {
    const plus = await weightsOf({ name: 'fgsam-plus', hyperparameters: { k: 1, rho: 0.1 } });
    assertClose(plus, await weightsOf({ name: 'fgsam', hyperparameters: { rho: 0.1 } }), 1e-13);
  });

  test('ARWP without increase and damping is RWP with alpha 1', async () => {
    const arwp = await weightsOf({ name: 'arwp', hyperparameters: { sigma: 0.05, inc: 0, eta: 0 } });
    assertClose(arwp, await weightsOf({ name: 'rwp', hyperparameters: { gamma: 0.05, alpha: 1 } }), 1e-13);
  });

  test('m-ARWP with lambda 1 is ARWP', async () => {
    const hyperparameters = { sigma: 0.05, inc: 4, eta: 0.5, beta: 0.9 };
    const mixed = await weightsOf({ name: 'm-arwp', hyperparameters: { ...hyperparameters, lambda: 1 } });
    assert.deepEqual(mixed, await weightsOf({ name: 'arwp', hyperparameters }));
  });
});
