/** The radius of LE-SAM: golden weights of testing/nine-steps.py, reductions, and the rise of the loss that it promises. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOptimizer } from '../create-optimizer.ts';
import type { OptimizerConfig } from '../optimizer.ts';
import { afterNineSteps, assertGolden, nineStepsLayout } from '../testing/nine-steps.test.helper.ts';
import { runToy, toyTraining } from '../testing/toy-training.ts';

const golden: readonly (readonly [name: string, hyperparameters: object, weights: readonly number[]])[] = [
  ['sam', { rho: 0.1, lossBudget: 0.02, annealFrom: 1 }, [0.2821870073037596, -0.2806950146990677, 1.0182932213165048]],
  [
    'sam',
    { rho: 0.1, lossBudget: 0.3, annealFrom: 0.3 },
    [0.28190258969410803, -0.29275812332154405, 1.0083422327728788],
  ],
  [
    'sam',
    { rho: 0.1, lossBudget: 0.02, annealFrom: 1, adaptive: true },
    [0.28196279978203465, -0.28043123398326714, 1.018245321391294],
  ],
  [
    'sam',
    { rho: 0.1, lossBudget: 0.02, annealFrom: 1, precondition: true },
    [0.2827270025458954, -0.2807342068904972, 1.0187455390898972],
  ],
  [
    'graphsam',
    { rho: 0.1, beta: 0.9, lossBudget: 0.05, annealFrom: 0.3 },
    [0.28131622916874, -0.2875448508987033, 1.0181847660565704],
  ],
  [
    'msam',
    { rho: 0.1, lossBudget: 0.05, annealFrom: 0.3 },
    [0.28576638533617443, -0.2745967230037033, 1.0229203745220419],
  ],
];

for (const [name, hyperparameters, expected] of golden) {
  test(`${name} ${JSON.stringify(hyperparameters)} takes the golden steps`, async () => {
    assertGolden(await weightsOf(name, hyperparameters), expected);
  });
}

for (const name of ['sam', 'graphsam', 'msam']) {
  test(`${name} without a budget is the base rule, with an endless one the method whose radius is rho`, async () => {
    const { weights: plain } = await afterNineSteps({ name: 'adam' });
    assert.deepEqual(await weightsOf(name, { lossBudget: 0 }), plain);
    const fixed = name === 'graphsam' ? { rhoSchedule: 'none' } : {};
    const endless = await weightsOf(name, { rho: 0.1, lossBudget: 1e9, annealFrom: 1 });
    assert.deepEqual(endless, await weightsOf(name, { rho: 0.1, ...fixed }));
    assert.notDeepEqual(endless, await weightsOf(name, { rho: 0.1, lossBudget: 0.02, annealFrom: 1 }));
  });
}

test('the radius is the budget over the length of the gradient, and falls to 0 in the last of the late epochs', async () => {
  const training = toyTraining();
  const weights = training.initialWeights('float64');
  const optimizer = createOptimizer(
    { name: 'sam', hyperparameters: { rho: 9, lossBudget: 0.01, annealFrom: 0.5 }, base: { name: 'sgd' } },
    training.objective.layout,
    { precision: 'float64' },
  );
  for (const [step, share] of [
    [0, 1],
    [9, 1],
    [10, 1],
    [19, 0],
  ] as const) {
    training.clockAt(step);
    const gradient = weights.slice();
    await training.objective.evaluate(weights, gradient);
    const [report] = await runToy(optimizer, weights, training, { first: step, last: step + 1 });
    assert.ok(Math.abs(report!.rho! * Math.hypot(...gradient) - 0.01 * share) < 1e-12, `step ${step}`);
  }
});

test('the last epoch has no budget however short the training is, unless it is kept', async () => {
  const radii = async (epochs: number, annealFrom?: number): Promise<boolean[]> => {
    const training = toyTraining();
    const weights = training.initialWeights('float64');
    const budget = { rho: 5, lossBudget: 0.1, ...(annealFrom !== undefined && { annealFrom }) };
    const config = { name: 'sam', hyperparameters: budget, base: { name: 'sgd' } };
    const optimizer = createOptimizer(config, training.objective.layout, { precision: 'float64' });
    const perturbs: boolean[] = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      const clock = { ...training.clockAt(epoch), epoch, epochs, stepInEpoch: 0, stepsPerEpoch: 1 };
      perturbs.push((await optimizer.step(weights, training.objective, clock)).rho! > 0);
    }
    return perturbs;
  };
  assert.deepEqual(await radii(4), [true, true, true, false]);
  assert.deepEqual(await radii(2), [true, false]);
  assert.deepEqual(await radii(1), [true]);
  assert.deepEqual((await radii(10, 0.95)).lastIndexOf(true), 8);
  assert.deepEqual(await radii(3, 1), [true, true, true]);
});

test('what a budget replaces is refused beside it', () => {
  const refused = (option: string, name: string, hyperparameters: object): void => {
    const config = { name, hyperparameters: { ...hyperparameters } };
    assert.throws(() => createOptimizer(config, nineStepsLayout), {
      code: 'contradicting-settings',
      path: ['optimizer', 'hyperparameters', option],
    });
  };
  refused('rhoSchedule', 'graphsam', { lossBudget: 0.1, rhoSchedule: 'cosine' });
  refused('annealFrom', 'sam', { annealFrom: 0.5 });
  for (const name of ['sam', 'graphsam']) refused('lossBudget', name, { variant: 'authors', lossBudget: 0.1 });
});

async function weightsOf(name: string, hyperparameters: object): Promise<number[]> {
  const config: OptimizerConfig = { name, hyperparameters: { ...hyperparameters } };
  return (await afterNineSteps(config)).weights;
}
