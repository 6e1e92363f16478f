/** A model that is a plain function, for testing the trainer: linear, with dropout-like noise drawn from the mask seed. */
import { ParameterLayout, type Vector } from '../base/parameter-layout.ts';
import { RandomStream } from '../base/random.ts';
import type { Batch, ModelSession } from './model-session.ts';

export interface FakeSessionOptions {
  /** Called before every evaluation; may throw, or return a loss to be given instead of the true one. */
  readonly beforeEvaluate?: (batch: Batch) => number | undefined;
}

/** prediction_r = sum_k weights_k x_rk + weights_last, x from the row number alone; loss: mean squared error over labels, weighed as the batch says. */
export function fakeSession(rows: number, { beforeEvaluate }: FakeSessionOptions = {}): ModelSession {
  const layout = new ParameterLayout([
    { name: 'map.weight', shape: [1, 3], role: 'weight' },
    { name: 'map.bias', shape: [1], role: 'bias' },
  ]);
  const features = Array.from({ length: rows }, (_, row) => featuresOf(row));
  let batch: Batch | undefined;
  let maskSeed = 0;
  return {
    layout,
    tasks: 1,
    objective: {
      layout,
      setBatch: (current, _next, seed) => {
        batch = current;
        maskSeed = seed;
      },
      evaluate: async (weights, gradient) => {
        const replaced = beforeEvaluate?.(batch!);
        if (replaced !== undefined) return { loss: replaced };
        const masks = new RandomStream(maskSeed, 'masks');
        gradient.fill(0);
        let loss = 0;
        batch!.rows.forEach((row, position) => {
          const target = batch!.targets[position]!;
          if (Number.isNaN(target)) return;
          const kept = features[row]!.map((value) => (masks.uniform() < 0.2 ? 0 : value));
          const error = product(weights, kept) - target;
          const weight = batch!.weights?.[position] ?? 1;
          loss += (weight * error * error) / batch!.rows.length;
          kept.forEach((value, index) => {
            gradient[index]! += (2 * weight * error * value) / batch!.rows.length;
          });
        });
        return { loss };
      },
    },
    initialWeights: (seed) => {
      const stream = new RandomStream(seed, 'initialisation');
      return Float32Array.from({ length: layout.size }, () => stream.uniform() - 0.5);
    },
    predict: async (weights, wanted) => Float32Array.from(wanted, (row) => product(weights, features[row]!)),
    exportOnnx: (weights) => new Uint8Array(weights.slice().buffer),
    release: async () => {},
  };
}

/** Labels that a linear function explains but for some noise. */
export function fakeLabels(rows: number): Float64Array {
  const noise = new RandomStream(1, 'labels');
  return Float64Array.from({ length: rows }, (_, row) => {
    const [first, second, third] = featuresOf(row);
    return 2 * first! - second! + 0.5 * third! + 0.3 + 0.1 * (noise.uniform() - 0.5);
  });
}

function featuresOf(row: number): number[] {
  const stream = new RandomStream(row, 'features');
  return [stream.uniform() - 0.5, stream.uniform() - 0.5, stream.uniform() - 0.5, 1];
}

function product(weights: Vector, values: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * weights[index]!, 0);
}
