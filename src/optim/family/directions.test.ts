/** GraphSAM's directions, preconditioned perturbations and AE-SAM by golden weights of an independent script in Python. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOptimizer } from '../create-optimizer.ts';
import type { OptimizerConfig } from '../optimizer.ts';
import { afterNineSteps, assertGolden, nineStepsLayout } from '../testing/nine-steps.test.helper.ts';

const weightsOf = async (config: OptimizerConfig): Promise<number[]> => (await afterNineSteps(config)).weights;

const graphSam = { rho: 0.1, beta: 0.9, rhoSchedule: 'none' };
const golden: readonly (readonly [OptimizerConfig, readonly number[]])[] = [
  [
    { name: 'graphsam', hyperparameters: { ...graphSam, direction: 'past' } },
    [0.2782604675014609, -0.31079908256203953, 1.0172639119858236],
  ],
  [
    { name: 'graphsam', hyperparameters: { ...graphSam, direction: 'ahead' } },
    [0.29392610882771036, -0.24561454168647417, 1.0207336859948866],
  ],
  [
    { name: 'graphsam', hyperparameters: { ...graphSam, direction: 'two-sided' } },
    [0.27662643091243333, -0.28939944783151605, 1.0207704072976296],
  ],
  [
    { name: 'graphsam', hyperparameters: { ...graphSam, direction: 'true-sign' } },
    [0.2791606997160973, -0.3091157928053875, 1.016789484936886],
  ],
  [
    { name: 'graphsam', hyperparameters: { ...graphSam, precondition: true } },
    [0.2807080781482657, -0.3115513692112967, 1.0217856459880457],
  ],
  [
    { name: 'graphsam', hyperparameters: { ...graphSam, direction: 'ahead', precondition: true } },
    [0.2913729152484066, -0.24508655166653442, 1.0187287773632074],
  ],
  [
    { name: 'sam', hyperparameters: { rho: 0.1, precondition: true } },
    [0.2808275748197991, -0.2950135704585352, 1.0119028939915158],
  ],
  [
    { name: 'msam', hyperparameters: { rho: 0.1, precondition: true } },
    [0.29468285287604873, -0.27603549576309655, 1.0383204073423171],
  ],
  [{ name: 'ae-sam', hyperparameters: { rho: 0.1 } }, [0.28504348402534596, -0.28560912735168, 1.0067481098530107]],
];

for (const [config, expected] of golden) {
  test(`${config.name} ${JSON.stringify(config.hyperparameters)} takes the golden steps`, async () => {
    assertGolden(await weightsOf(config), expected);
  });
}

test('past is the default, and with rho 0 every direction is the base rule', async () => {
  const plain = await weightsOf({ name: 'adam' });
  for (const direction of ['past', 'ahead', 'two-sided', 'true-sign']) {
    const hyperparameters = { ...graphSam, rho: 0, direction, precondition: true };
    assert.deepEqual(await weightsOf({ name: 'graphsam', hyperparameters }), plain);
  }
  assert.deepEqual(
    await weightsOf({ name: 'graphsam', hyperparameters: graphSam }),
    await weightsOf({ name: 'graphsam', hyperparameters: { ...graphSam, direction: 'past' } }),
  );
});

test("a base rule without a second moment of the gradient cannot precondition, the authors' form has no direction", () => {
  for (const base of [{ name: 'sgd' }, { name: 'adamomentum' }]) {
    for (const name of ['sam', 'graphsam']) {
      const config = { name, base, hyperparameters: { precondition: true } };
      assert.throws(() => createOptimizer(config, nineStepsLayout), {
        code: 'not-supported',
        path: ['optimizer', 'hyperparameters', 'precondition'],
        what: /keeps no second moment of the gradient$/,
        advice: /^Choose adam or adamw/,
      });
    }
  }
  const authors = { name: 'graphsam', hyperparameters: { variant: 'authors', direction: 'ahead' } };
  assert.throws(() => createOptimizer(authors, nineStepsLayout), { name: 'ConfigError' });
});
