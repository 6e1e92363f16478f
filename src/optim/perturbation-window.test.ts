import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Vector } from '../base/parameter-layout.ts';
import { cautionsOf } from './cautions.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { OptimizerConfig } from './optimizer.ts';
import { isPerturbed, windowText } from './perturbation-window.ts';
import { methodDefinitions } from './registry.ts';
import { runToy, toySize, toyTraining } from './testing/toy-training.ts';

const base = { name: 'sgd', hyperparameters: { momentum: 0.9 } };
/** With every form of weight decay: in the gradient, and apart from it before or after the step. */
const decaying = [
  { name: 'sgd', hyperparameters: { momentum: 0.9, weightDecay: 0.5 } },
  { name: 'adam', hyperparameters: { weightDecay: 0.5 } },
  { name: 'adamw', hyperparameters: { weightDecay: 0.5 } },
  { name: 'adamw', hyperparameters: { weightDecay: 0.5, decayOrder: 'after' } },
];
const schedule = { name: 'constant', learningRate: 0.02 } as const;
const steps = toySize.epochs * toySize.stepsPerEpoch;
const clockOf = (epoch: number, epochs: number) => ({ epoch, epochs, step: 0, stepInEpoch: 0, stepsPerEpoch: 1 });

async function train(config: OptimizerConfig, last = steps) {
  const training = toyTraining();
  const optimizer = createOptimizer({ schedule, ...config }, training.objective.layout, { precision: 'float64' });
  const weights: Vector = training.initialWeights('float64');
  const reports = await runToy(optimizer, weights, training, { last });
  return { weights, reports };
}

test('shares and numbers of epochs say when the perturbation begins and ends', () => {
  const perturbed = (window: { from?: number; until?: number }, epochs: number): number[] =>
    Array.from({ length: epochs }, (_, epoch) => epoch).filter((epoch) => isPerturbed(window, clockOf(epoch, epochs)));
  assert.deepEqual(perturbed({}, 3), [0, 1, 2]);
  assert.deepEqual(perturbed({ from: 0.8 }, 10), [8, 9]);
  assert.deepEqual(perturbed({ from: 2 }, 4), [2, 3]);
  assert.deepEqual(perturbed({ until: 0.5 }, 5), [0, 1, 2]);
  assert.deepEqual(perturbed({ from: 1, until: 3 }, 5), [1, 2]);
});

for (const { name } of methodDefinitions) {
  test(`${name} is its base rule, bit for bit and at its cost, outside of the window`, async () => {
    for (const rule of [base, ...decaying]) {
      const late = await train({ name, base: rule, perturb: { from: 2 } }, 2 * toySize.stepsPerEpoch);
      const plain = await train({ ...rule }, 2 * toySize.stepsPerEpoch);
      assert.deepEqual(late.weights, plain.weights, JSON.stringify(rule));
      assert.ok(
        late.reports.every(({ evaluations, perturbationNorm }) => evaluations.full === 1 && perturbationNorm === 0),
      );
    }
  });
}

test('MSAM without a radius decays as its base rule does, in whatever order', async () => {
  for (const rule of decaying) {
    const { weights } = await train({ name: 'msam', hyperparameters: { rho: 0 }, base: rule });
    assert.deepEqual(weights, (await train({ ...rule })).weights, JSON.stringify(rule));
  }
});

test('evaluations are counted where they happen: SAM in the last half costs 1.5 a step', async () => {
  const { reports } = await train({ name: 'sam', base, perturb: { from: 0.5 } });
  const full = reports.map(({ evaluations }) => evaluations.full);
  assert.deepEqual(full.slice(0, steps / 2), new Array(steps / 2).fill(1));
  assert.deepEqual(full.slice(steps / 2), new Array(steps / 2).fill(2));
});

test('a method acts inside of the window', async () => {
  const { weights } = await train({ name: 'graphsam', base, perturb: { from: 0.5 } });
  assert.notDeepEqual(weights, (await train(base)).weights);
});

test('a radius that falls begins to fall with the window: late GraphSAM has its radius', async () => {
  const from = 2;
  const radii = async (name: string, hyperparameters: object): Promise<(number | undefined)[]> => {
    const { reports } = await train({
      name,
      hyperparameters: { rho: 0.1, ...hyperparameters },
      base,
      perturb: { from },
    });
    return [2, 3].map((epoch) => reports[epoch * toySize.stepsPerEpoch]!.rho);
  };
  assert.deepEqual(await radii('graphsam', {}), [0.1, 0.05]);
  assert.deepEqual(await radii('graphsam', { rhoSchedule: 'inverse-root' }), [0.1, 0.1 / Math.sqrt(2)]);
  const cosine = await radii('graphsam', { rhoSchedule: 'cosine' });
  assert.ok(Math.abs(cosine[1]! - 0.05) < 1e-12, 'half of the two epochs that are left');
  assert.equal(cosine[0], 0.1);
  assert.deepEqual(await radii('graphsam', { variant: 'authors' }), [0.1, 0.05]);
});

test("the radius of the authors' SAM and the noise of GNM's code fall from the window on, too", async () => {
  const lengths = async (config: OptimizerConfig, from: number): Promise<number> => {
    const training = toyTraining();
    const optimizer = createOptimizer({ ...config, base, perturb: { from } }, training.objective.layout);
    const weights = training.initialWeights('float32');
    const step = from * toySize.stepsPerEpoch;
    const [report] = await runToy(optimizer, weights, training, { first: step, last: step + 1 });
    return report!.perturbationNorm;
  };
  for (const config of [
    { name: 'sam', hyperparameters: { variant: 'authors', rho: 10 } },
    { name: 'gnm', hyperparameters: { variant: 'code', reweightEpoch: 1 } },
  ]) {
    assert.equal(await lengths(config, 2), await lengths(config, 0), config.name);
  }
});

test('a training in which a method never acts is warned about, once the number of epochs is known', () => {
  const says = (config: OptimizerConfig, epochs: number): string => cautionsOf(config, epochs).join('\n');
  assert.match(
    says({ name: 'sam', perturb: { from: 5 } }, 2),
    /^sam never acts in this training of 2 epochs, which is one by adam alone: .*from epoch 6 on.*`optimizer\.perturb\.from`/,
  );
  assert.match(says({ name: 'sam', perturb: { until: 0.1 } }, 2), /`optimizer\.perturb\.until`/);
  assert.match(says({ name: 'saf' }, 2), /saf never acts.*from epoch 7 on \(startEpoch 5\)/);
  assert.match(says({ name: 'mesa', base }, 6), /mesa never acts.* by sgd alone/);
  // Outputs of three epochs ago are there in the fourth epoch of the window.
  const early = { name: 'saf', hyperparameters: { startEpoch: -1 } };
  assert.match(says(early, 3), /from epoch 4 on \(delta 3\)\. Choose a smaller delta, or train for more epochs\.$/);
  const shortest = { name: 'saf', hyperparameters: { startEpoch: -1, delta: 1 } };
  assert.match(says(shortest, 1), /from epoch 2 on \(delta 1\)\. Train for more epochs\.$/);
  assert.match(says({ ...early, perturb: { from: 2 } }, 5), /from epoch 6 on/);
  assert.equal(says(early, 4), '');
  for (const name of ['saf', 'mesa']) assert.equal(says({ name }, 7), '');
  assert.equal(says({ name: 'sam', perturb: { from: 1 } }, 2), '');
  assert.equal(says({ name: 'adam' }, 1), '');
});

test('a window in words counts epochs from 1', () => {
  assert.equal(windowText({}, 10), undefined);
  assert.equal(windowText({ from: 0.8 }, 10), 'from epoch 9 on');
  assert.equal(windowText({ until: 3 }, 10), 'until epoch 3');
  assert.equal(windowText({ from: 2, until: 0.5 }, 10), 'from epoch 3 until epoch 5');
});

test('an empty window, a part of an epoch, and a base rule that perturbs nothing are refused', () => {
  const { layout } = toyTraining().objective;
  for (const [perturb, bound] of [
    [{ from: 0.5, until: 0.5 }, 'until'],
    [{ from: 3, until: 2 }, 'until'],
    [{ from: 1.5 }, 'from'],
    [{ until: -1 }, 'until'],
  ] as const) {
    const error = { name: 'ConfigError', path: ['optimizer', 'perturb', bound] };
    assert.throws(() => createOptimizer({ name: 'sam', perturb }, layout), error);
  }
  assert.throws(() => createOptimizer({ name: 'adam', perturb: { from: 0.5 } }, layout), {
    code: 'not-supported',
    path: ['optimizer', 'perturb', 'from'],
  });
});
