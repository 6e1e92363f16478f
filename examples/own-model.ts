/**
 * The optimizers on a model that is not ours: a plain function with loss and gradient.
 *
 * Fits y = a + b * sin(c * x + d) to noisy points, with Adam alone and with GraphSAM on Adam (gamma 1 keeps its
 * radius). Run in a clone: node dist/examples/own-model.js
 */
import { pathToFileURL } from 'node:url';
import { ParameterLayout } from '../src/base/parameter-layout.ts';
import { RandomStream } from '../src/base/random.ts';
import { createOptimizer, type Objective } from '../src/optim/index.ts';

const random = new RandomStream(7, 'points');
const points = Array.from({ length: 64 }, () => {
  const x = 6 * random.uniform();
  return { x, y: 0.5 + 2 * Math.sin(1.3 * x + 0.4) + 0.1 * random.normal() };
});

/** Mean squared error over 16 points, and its gradient with respect to a, b, c, d. */
const layout = new ParameterLayout(['a', 'b', 'c', 'd'].map((name) => ({ name, shape: [], role: 'scalar' as const })));
let batch = points;
const objective: Objective = {
  layout,
  evaluate: async (weights, gradient) => {
    const [a, b, c, d] = weights as unknown as [number, number, number, number];
    gradient.fill(0);
    let loss = 0;
    for (const { x, y } of batch) {
      const [sine, cosine] = [Math.sin(c * x + d), Math.cos(c * x + d)];
      const error = a + b * sine - y;
      loss += error ** 2 / batch.length;
      [1, sine, b * cosine * x, b * cosine].forEach((slope, index) => {
        gradient[index]! += (2 * error * slope) / batch.length;
      });
    }
    return { loss };
  },
};

/** Trains for 200 epochs of 4 steps; returns the loss over all points and the parameters. */
export async function fit(
  name: string,
  hyperparameters = {},
): Promise<{ readonly loss: number; readonly weights: Float64Array }> {
  const schedule = { name: 'cosine', learningRate: 0.05 } as const;
  const optimizer = createOptimizer({ name, hyperparameters, schedule }, layout, { precision: 'float64' });
  const weights = Float64Array.of(0, 1, 1, 0);
  const [epochs, stepsPerEpoch] = [200, 4];
  for (let step = 0; step < epochs * stepsPerEpoch; step++) {
    const stepInEpoch = step % stepsPerEpoch;
    batch = points.slice(16 * stepInEpoch, 16 * (stepInEpoch + 1));
    await optimizer.step(weights, objective, {
      step,
      epoch: Math.floor(step / stepsPerEpoch),
      stepInEpoch,
      stepsPerEpoch,
      epochs,
    });
  }
  batch = points;
  return { loss: (await objective.evaluate(weights, new Float64Array(4))).loss, weights };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, hyperparameters] of [
    ['adam', {}],
    ['graphsam', { gamma: 1 }],
  ] as const) {
    const { loss, weights } = await fit(name, hyperparameters);
    console.log(
      `${name.padEnd(8)} loss ${loss.toFixed(4)}, a, b, c, d: ${[...weights].map((w) => w.toFixed(3)).join(', ')}`,
    );
  }
}
