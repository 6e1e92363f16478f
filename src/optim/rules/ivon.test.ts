/** IVON: golden steps of testing/nine-steps.py, the distribution that it learns, and where it cannot be put. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterLayout } from '../../base/parameter-layout.ts';
import { cautionsOf } from '../cautions.ts';
import { createOptimizer } from '../create-optimizer.ts';
import type { ScheduleConfig } from '../schedules/registry.ts';
import { afterNineSteps, assertGolden } from '../testing/nine-steps.test.helper.ts';

const small = { ess: 20, hessianInit: 0.5, beta2: 0.9, weightDecay: 0.01 };

for (const [hyperparameters, weights, deviations] of [
  [
    small,
    [0.4892571758861842, 0.1997285363799794, 1.125955642509057],
    [0.10782512759501213, 1.1157799369596337, 0.2822342590402123],
  ],
  [
    { ...small, clipRadius: 1 },
    [0.5837834018941879, -0.2110133193220739, 1.1169436780752726],
    [0.10194352393024095, 1.0596300735972808, 0.2828748219094611],
  ],
] as const) {
  test(`${JSON.stringify(hyperparameters)} takes the golden steps, and gives the golden deviations`, async () => {
    const found = await afterNineSteps({ name: 'ivon', hyperparameters });
    assertGolden(found.weights, weights);
    assertGolden([...found.optimizer.posteriorDeviation!()!], deviations);
  });
}

test('the deviation that it learns of a quadratic is that of its curvature', async () => {
  const curvature = [4, 0.5];
  const layout = new ParameterLayout([{ name: 'w', shape: [2], role: 'weight' }]);
  const hyperparameters = { ess: 50, beta2: 0.999, weightDecay: 0 };
  const schedule = { name: 'constant', learningRate: 0.05 } as const;
  const optimizer = createOptimizer({ name: 'ivon', hyperparameters, schedule }, layout, { precision: 'float64' });
  const weights = Float64Array.of(2, -3);
  const objective = {
    layout,
    evaluate: async (at: ArrayLike<number>, gradient: { [index: number]: number }) => {
      curvature.forEach((value, index) => {
        gradient[index] = value * at[index]!;
      });
      return { loss: curvature.reduce((sum, value, index) => sum + (value * at[index]! ** 2) / 2, 0) };
    },
  };
  for (let step = 0; step < 6000; step++) {
    const clock = { step, epoch: 0, stepInEpoch: step, stepsPerEpoch: 6000, epochs: 1 };
    await optimizer.step(weights, objective, clock);
  }
  for (const [index, deviation] of optimizer.posteriorDeviation!()!.entries()) {
    const expected = 1 / Math.sqrt(50 * curvature[index]!);
    assert.ok(Math.abs(deviation / expected - 1) < 0.15, `${deviation}, expected about ${expected}`);
    assert.ok(Math.abs(weights[index]!) < 3 * expected);
  }
});

test('a learning rate of another optimizer is warned about', () => {
  const says = (schedule: ScheduleConfig): string => cautionsOf({ name: 'ivon', schedule }, 30).join('\n');
  const adams = { name: 'warmup-exponential', learningRate: 2e-3, warmupEpochs: 2 } as const;
  assert.match(says(adams), /^ivon needs a learning rate near 0\.1, .* is 0\.002: .*Raise `schedule\.learningRate`\.$/);
  assert.match(says({ name: 'inverse-sqrt' }), /Raise/);
  assert.equal(says({ ...adams, learningRate: 0.05 }), '');
  assert.deepEqual(cautionsOf({ name: 'adam', schedule: adams }, 30), []);
});

test('other optimizers learn no deviation, and no method sits on ivon', () => {
  const layout = new ParameterLayout([{ name: 'w', shape: [2], role: 'weight' }]);
  assert.equal(createOptimizer({ name: 'sam' }, layout).posteriorDeviation!(), undefined);
  assert.throws(() => createOptimizer({ name: 'sam', base: { name: 'ivon' } }, layout), {
    code: 'not-supported',
    path: ['optimizer', 'base', 'name'],
    advice: /sgd, adam, adamw, adamomentum/,
  });
});
