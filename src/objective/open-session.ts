/** Opens a model for training on a table of featurized molecules: the real ModelSession. */
import { predictBySize } from '../models/index.ts';
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
  /** Standardized targets to original units: value * scale + mean, task by task. */
  | { readonly kind: 'scaled'; readonly mean: readonly number[]; readonly scale: readonly number[] };

export interface SessionOptions extends ObjectiveSetup {
  readonly transform: OutputTransform;
}

export function openSession(options: SessionOptions): ModelSession {
  const { model, config, tasks } = options;
  const objective = new ModelObjective(options);
  return {
    layout: objective.layout,
    tasks,
    objective,
    initialWeights: (seed) => initialWeights(model.parameters(config, tasks), seed),
    predict: (weights, rows) => {
      const sizes = rows.map((row) => model.atomCount(options.features[row]));
      return predictBySize(sizes, tasks, (places) =>
        objective.predict(
          weights,
          places.map((place) => rows[place]!),
        ),
      );
    },
    exportOnnx: (weights, metadata) => exportOnnx(options, objective, weights, metadata),
    release: () => objective.release(),
  };
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
  const initializers = parameters.inputs.map(({ name, shape, offset, size }): [string, OnnxTensor] => [
    name,
    { type: 'float32', dims: shape, data: weights.slice(offset, offset + size) },
  ]);
  const predictions = transformed(outputs, transform);
  return lower({ predictions, outputs }, { initializers: new Map(initializers), metadata });
}

function transformed(outputs: Tensor, transform: OutputTransform): Tensor {
  if (transform.kind === 'probability') return sigmoid(outputs);
  const row = (values: readonly number[]): Tensor => constant(outputs.type, [1, values.length], values);
  return add(multiply(outputs, row(transform.scale)), row(transform.mean));
}
