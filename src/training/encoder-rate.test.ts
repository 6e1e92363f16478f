import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterLayout } from '../base/index.ts';
import { createOptimizer, type Objective } from '../optim/index.ts';
import { type EncoderRate, withEncoderRate } from './encoder-rate.ts';

const layout = new ParameterLayout([
  { name: 'encoder.weight', shape: [2], role: 'weight' },
  { name: 'head.0.weight', shape: [2], role: 'weight' },
]);

/** Loss: the squared length of the weights. */
const objective: Objective = {
  layout,
  evaluate: async (weights, gradient) => {
    const all = Array.from(weights);
    gradient.set(all.map((weight) => 2 * weight));
    return { loss: all.reduce((sum, weight) => sum + weight ** 2, 0) };
  },
};

const firstStep = { epoch: 0, stepInEpoch: 0, step: 0, stepsPerEpoch: 2 };

async function train(rate: EncoderRate, epochs: number): Promise<number[]> {
  const adamw = {
    name: 'adamw',
    hyperparameters: { weightDecay: 0.1 },
    schedule: { name: 'constant', learningRate: 0.01 },
  };
  const optimizer = withEncoderRate(createOptimizer(adamw as never, layout), layout, rate);
  const weights = Float32Array.of(1, -2, 3, -4);
  for (let step = 0; step < 2 * epochs; step++) {
    const clock = { epoch: Math.floor(step / 2), stepInEpoch: step % 2, step, stepsPerEpoch: 2, epochs };
    await optimizer.step(weights, objective, clock);
  }
  return [...weights];
}

test('a frozen encoder stays as it was to the last bit, decay of weights or not; the head learns', async () => {
  const [first, second, third] = await train({ freezeEncoder: true }, 3);
  assert.deepEqual([first, second], [1, -2]);
  assert.ok(third! < 3);
});

test('no method perturbs a frozen encoder, and the radius is that of the head alone', async () => {
  const start = Float32Array.of(1, -2, 3, -4);
  for (const name of ['sam', 'graphsam', 'asam', 'msam', 'arwp', 'gnm', 'ivon']) {
    const weights = start.slice();
    const optimizer = withEncoderRate(createOptimizer({ name }, layout), layout, { freezeEncoder: true });
    const seen: number[][] = [];
    const watched: Objective = {
      layout,
      evaluate: (at, gradient) => {
        seen.push([...at]);
        return objective.evaluate(at, gradient);
      },
    };
    const report = await optimizer.step(weights, watched, { ...firstStep, epochs: 1 });
    for (const [first, second] of seen) assert.deepEqual([first, second], [1, -2], name);
    if (name !== 'sam') continue;
    const moved = Math.hypot(seen[1]![2]! - 3, seen[1]![3]! + 4);
    assert.ok(Math.abs(moved - 0.05) < 1e-6 && Math.abs(report.perturbationNorm - 0.05) < 1e-6, `${moved}`);
  }
  const ivon = withEncoderRate(createOptimizer({ name: 'ivon' }, layout), layout, { freezeEncoder: true });
  assert.deepEqual([...ivon.posteriorDeviation!()!].slice(0, 2), [0, 0]);
});

test('it moves from the epoch on that is named, and by its share of the update', async () => {
  const [frozen] = await train({ freezeEpochs: 2 }, 2);
  const [thawed] = await train({ freezeEpochs: 2 }, 3);
  assert.equal(frozen, 1);
  assert.ok(thawed! < 1);
  const [full] = await train({}, 1);
  const [tenth] = await train({ encoderLrRatio: 0.1 }, 1);
  assert.ok(Math.abs((1 - tenth!) / (1 - full!) - 0.1) < 0.01, `${tenth} and ${full}`);
});
