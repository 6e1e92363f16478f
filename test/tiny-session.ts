/** A network of each model as small as it can be, on four molecules: what devices and ways to train are compared on. */
import { syntheticMolecule } from '../bench/synthetic-molecules.ts';
import { RandomStream } from '../src/base/random.ts';
import { findModel } from '../src/models/index.ts';
import { type ModelSession, openSession } from '../src/objective/index.ts';
import { type Arithmetic, createOptimizer, type OptimizerConfig, ruleDefinitions } from '../src/optim/index.ts';
import type { Runtime } from '../src/runtime/index.ts';
import { findLoss, findTask } from '../src/tasks/index.ts';

export const sizes = [5, 8, 1, 7];
const settings: Readonly<Record<string, object>> = {
  compt: { width: 8, heads: 2, layers: 1, maxAtoms: 8 },
  grover: { width: 8, heads: 1, depth: 2 },
};
/** MSAM needs a momentum. */
export const base = { name: 'sgd', hyperparameters: { momentum: 0.9 } };

export function openTiny(name: string, runtime: Runtime): ModelSession {
  const model = findModel(name);
  const stream = new RandomStream(1, 'molecules');
  return openSession({
    model,
    config: model.configSchema.parse(settings[name]),
    tasks: 1,
    head: findTask('regression').head({ taskNames: ['first'], classes: [] }, { saysVariance: false }),
    loss: findLoss('rmse'),
    dropoutRate: 0,
    features: sizes.map((size) => model.featurize(syntheticMolecule(size, stream))),
    runtime,
    threads: 1,
    type: 'float32',
  });
}

export function setBatch({ objective }: ModelSession): void {
  const batch = { rows: [0, 1, 2, 3], targets: Float64Array.of(1, -0.5, 0.2, 0.7) };
  objective.setBatch(batch, batch, 0);
}

/** Weights before and after some steps on the one batch, with the vectors of the optimizer wherever `arithmetic` has them. */
export async function movedWeights(
  session: ModelSession,
  config: OptimizerConfig,
  { steps, arithmetic }: { readonly steps: number; readonly arithmetic?: Arithmetic | undefined },
): Promise<{ readonly start: Float32Array; readonly end: Float32Array; readonly losses: readonly number[] }> {
  const isRule = ruleDefinitions.some(({ name }) => name === config.name);
  const optimizer = createOptimizer({ ...(!isRule && { base }), ...config }, session.layout, {
    ...(arithmetic && { arithmetic }),
  });
  const start = session.initialWeights(1);
  const end = start.slice();
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    setBatch(session);
    const place = { step, epoch: Math.floor(step / 2), stepInEpoch: step % 2 };
    const { loss } = await optimizer.step(end, session.objective, { ...place, stepsPerEpoch: 2, epochs: 20 });
    losses.push(loss);
  }
  await arithmetic?.bringBack();
  return { start, end, losses };
}

/** Length of the difference over that of the second. */
export function relativeDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const numbers = Array.from(right);
  return Math.hypot(...numbers.map((each, index) => left[index]! - each)) / Math.hypot(...numbers);
}
