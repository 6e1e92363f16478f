/** Models opened on small synthetic molecules, as all their tests want them; what is opened is released when the file's tests end. */
import { after } from 'node:test';
import { syntheticMolecule } from '../../bench/synthetic-molecules.ts';
import type { Vector } from '../base/parameter-layout.ts';
import { RandomStream } from '../base/random.ts';
import { ModelObjective } from '../objective/objective.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import { binary, type TaskDefinition } from '../tasks/index.ts';
import type { Model, ModelVariant } from './model.ts';

export type Settings = Readonly<Record<string, unknown>>;

export const tasks = 2;
/** For tasks with classes; the others do not look at them. */
const space = {
  taskNames: ['first', 'second'],
  classes: [
    ['a', 'b', 'c'],
    ['no', 'yes'],
  ],
};

/** Settings that make a network small; a model without a line here is tested at its usual size. */
const small: Readonly<Record<string, Settings>> = {
  compt: { width: 16, heads: 2, layers: 2, maxAtoms: 30 },
  grover: { width: 12, heads: 2, headWidth: 10, activation: 'prelu' },
};

const runtime = await loadRuntime();
const opened: ModelObjective[] = [];
after(async () => {
  for (const objective of opened) await objective.release();
});

export function smallConfig(model: Model, settings: Settings = {}): Settings {
  return model.configSchema.parse({ ...small[model.name], ...settings }) as Settings;
}

/** Features of one molecule for each number of atoms. */
export function featuresOf(model: Model, sizes: readonly number[], seed = 1): unknown[] {
  const stream = new RandomStream(seed, 'test');
  return sizes.map((size) => model.featurize(syntheticMolecule(size, stream)));
}

/** In float64, on one thread. */
export function openSmall(
  model: Model,
  features: readonly unknown[],
  settings: Settings = {},
  task: TaskDefinition = binary,
): ModelObjective {
  return openNetwork(model, features, smallConfig(model, settings), { task });
}

export function openNetwork(
  model: Model,
  features: readonly unknown[],
  config: Settings,
  { threads = 1, type = 'float64' as 'float32' | 'float64', task = binary } = {},
): ModelObjective {
  const dropoutRate = (config.dropout as number | undefined) ?? 0;
  const common = { model, config, tasks, dropoutRate, features, runtime, threads, type };
  const objective = new ModelObjective({ ...common, head: task.head(space), loss: task.losses[0] });
  opened.push(objective);
  return objective;
}

export function randomWeights({ layout }: ModelObjective, seed = 3): Float64Array {
  const stream = new RandomStream(seed, 'weights');
  return Float64Array.from({ length: layout.size }, () => 0.3 * stream.normal());
}

/** The first `count` molecules, in their order, with 0, 1 or no label for each task. */
export function setRows(objective: ModelObjective, count: number, step = 0): void {
  const rows = Array.from({ length: count }, (_, row) => row);
  const label = (index: number): number => (index % 3 === 2 ? Number.NaN : index % 2);
  const targets = Float64Array.from({ length: count * tasks }, (_, index) => label(index));
  objective.setBatch({ rows, targets }, undefined, step);
}

/** Loss of the first `count` molecules at random weights. */
export async function lossAt(
  objective: ModelObjective,
  { count = 2, step = 0, freshDropout = false },
): Promise<number> {
  setRows(objective, count, step);
  const weights = randomWeights(objective);
  return (await objective.evaluate(weights, new Float64Array(weights.length), { freshDropout })).loss;
}

/** Norm of the gradient of each parameter, which starts from numbers that have to be written over. */
export async function gradientNorms(
  objective: ModelObjective,
  weights: Vector,
  variant: ModelVariant = 'full',
): Promise<Map<string, number>> {
  const gradient = weights.slice().fill(7);
  await objective.evaluate(weights, gradient, { variant });
  const { layout } = objective;
  return new Map(layout.entries.map(({ name }) => [name, Math.hypot(...layout.view(gradient, name))]));
}
