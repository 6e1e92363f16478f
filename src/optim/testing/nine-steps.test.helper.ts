/**
 * A small quadratic with a batch of its own each step, on which golden weights were computed by nine-steps.py (float64), which shares no
 * code with this project: nine steps of a method on Adam at 0.05, three an epoch.
 */
import assert from 'node:assert/strict';
import { ParameterLayout } from '../../base/index.ts';
import { createOptimizer } from '../create-optimizer.ts';
import type { Objective } from '../objective.ts';
import type { Optimizer, OptimizerConfig } from '../optimizer.ts';

const matrix = [
  [3, 0.5, 0.2],
  [0.5, 1, -0.3],
  [0.2, -0.3, 0.25],
];
const offsets = [
  [1, -1, 0.5],
  [0.3, 0.8, -0.2],
  [-0.6, 0.1, 0.9],
];
export const nineStepsLayout = new ParameterLayout([{ name: 'w', shape: [3], role: 'weight' }]);
/** Signs of the nine steps, as uniform numbers that give them. */
const draws = [1, -1, -1, 1, -1, 1, 1, -1, 1].map((sign) => (sign < 0 ? 0.2 : 0.7));
/** Standard normal numbers of the nine steps, rounded. */
const normals = [
  [0.3, -1.1, 0.6],
  [-0.8, 0.2, 1.4],
  [1.7, 0.5, -0.4],
  [-0.1, -0.9, 0.7],
  [0.4, 1.2, -1.5],
  [-1.3, 0.1, 0.2],
  [0.9, -0.6, -0.3],
  [-0.5, 0.8, 1.1],
  [0.6, -0.2, -0.7],
];

export async function afterNineSteps(config: OptimizerConfig): Promise<{ weights: number[]; optimizer: Optimizer }> {
  let step = 0;
  const objective: Objective = {
    layout: nineStepsLayout,
    evaluate: async (weights, gradient) => {
      const products = matrix.map((row) => row.reduce((sum, value, column) => sum + value * weights[column]!, 0));
      const offset = offsets[step % 3]!;
      gradient.set(products.map((value, index) => value - offset[index]!));
      const loss = products.reduce((sum, value, row) => sum + (value / 2 - offset[row]!) * weights[row]!, 0);
      return { loss };
    },
  };
  const uniform = draws.values();
  const noise = {
    fillNormal: (vector: Float32Array | Float64Array) => vector.set(normals[step]!),
    uniform: () => uniform.next().value ?? assert.fail('drawn too often'),
    state: () => [0, 0, 0, 0] as [number, number, number, number],
    load: () => {},
  };
  const schedule = { name: 'constant', learningRate: 0.05 } as const;
  const optimizer = createOptimizer({ schedule, ...config }, nineStepsLayout, { precision: 'float64', noise });
  const weights = Float64Array.of(0.7, -0.4, 1.2);
  for (step = 0; step < 9; step++) {
    const clock = { step, epoch: Math.floor(step / 3), stepInEpoch: step % 3, stepsPerEpoch: 3, epochs: 3 };
    const report = await optimizer.step(weights, objective, clock);
    assert.equal(report.skipped, undefined);
  }
  return { weights: [...weights], optimizer };
}

export function assertGolden(found: readonly number[], expected: readonly number[]): void {
  found.forEach((value, index) => {
    assert.ok(Math.abs(value - expected[index]!) < 1e-12, `[${index}]: ${value}, expected ${expected[index]}`);
  });
}
