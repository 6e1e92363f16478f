/** Opens a model for training on a table of featurised molecules: the real ModelSession. */
import type { Vector } from '../base/parameter-layout.ts';
import { Dropout, initialWeights, ParameterTensors } from '../nn/index.ts';
import { add, constant, lower, multiply, type OnnxTensor, sigmoid, type Tensor } from '../tensor/index.ts';
import { joinBranches } from './branches.ts';
import type { ModelSession } from './model-session.ts';
import { ModelObjective } from './objective.ts';
import type { ObjectiveSetup } from './objective-programs.ts';

/** From raw outputs to what a user reads. */
export type OutputTransform =
  /** Logits to probabilities. */
  | { readonly kind: 'probability' }
  /** Standardised targets to original units: value * scale + mean, task by task. */
  | { readonly kind: 'scaled'; readonly mean: readonly number[]; readonly scale: readonly number[] };

export interface SessionOptions extends ObjectiveSetup {
  readonly transform: OutputTransform;
}

/** Molecules that are predicted together: enough to fill the products, few enough to stay in the cache. */
const predictedTogether = 64;

export function openSession(options: SessionOptions): ModelSession {
  const { model, config, tasks } = options;
  const objective = new ModelObjective(options);
  return {
    layout: objective.layout,
    tasks,
    objective,
    initialWeights: (seed) => initialWeights(model.parameters(config, tasks), seed),
    predict: (weights, rows) => predictBySize(objective, options, weights, rows),
    exportOnnx: (weights, metadata) => exportOnnx(options, objective, weights, metadata),
    release: () => objective.release(),
  };
}

/** Molecules of like size together, so that lanes are full; results in the order asked for, [rows, tasks]. */
async function predictBySize(
  objective: ModelObjective,
  { model, features, tasks }: SessionOptions,
  weights: Vector,
  rows: readonly number[],
): Promise<Float32Array> {
  const size = (place: number): number => model.atomCount(features[rows[place]!]);
  const places = rows.map((_, place) => place).sort((left, right) => size(left) - size(right));
  const result = new Float32Array(rows.length * tasks);
  for (let start = 0; start < places.length; start += predictedTogether) {
    const chunk = places.slice(start, start + predictedTogether);
    const chunkRows = chunk.map((place) => rows[place]!);
    const outputs = await objective.predict(weights, chunkRows);
    chunk.forEach((place, index) => {
      result.set(outputs.subarray(index * tasks, (index + 1) * tasks), place * tasks);
    });
  }
  return result;
}

/** Outputs of the file: `predictions` as users read them, and `outputs` as the loss sees them, both [molecules, tasks]. */
function exportOnnx(
  { model, config, tasks, loss, transform }: SessionOptions,
  { layout }: ModelObjective,
  weights: Float32Array,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const parameters = new ParameterTensors(layout, 'float32');
  const dropout = new Dropout(0, undefined);
  const network = model.forward(config, tasks, { type: 'float32', parameters, dropout, variant: 'full' });
  const outputs = joinBranches(network, loss);
  const initialisers = parameters.inputs.map(({ name, shape, offset, size }): [string, OnnxTensor] => [
    name,
    { type: 'float32', dims: shape, data: weights.slice(offset, offset + size) },
  ]);
  const predictions = transformed(outputs, transform);
  return lower({ predictions, outputs }, { initialisers: new Map(initialisers), metadata });
}

function transformed(outputs: Tensor, transform: OutputTransform): Tensor {
  if (transform.kind === 'probability') return sigmoid(outputs);
  const row = (values: readonly number[]): Tensor => constant(outputs.type, [1, values.length], values);
  return add(multiply(outputs, row(transform.scale)), row(transform.mean));
}
