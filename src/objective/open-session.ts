/** Opens a model for training on a table of featurized molecules: the real ModelSession. */
import { type ClassCalibration, readOutputs } from '../calibration/index.ts';
import { predictBySize } from '../models/index.ts';
import { Dropout, initialWeights, ParameterTensors } from '../nn/index.ts';
import type { Standardization } from '../tasks/index.ts';
import { lower, type OnnxTensor, reshape, type Tensor } from '../tensor/index.ts';
import type { ModelSession } from './model-session.ts';
import { ModelObjective } from './objective.ts';
import { type ObjectiveSetup, outputCount } from './objective-programs.ts';

export interface SessionOptions extends ObjectiveSetup {
  /** Of the targets, by which exported models give original units; undefined: they are as the network gives them. */
  readonly standardization?: Standardization | undefined;
}

export function openSession(options: SessionOptions): ModelSession {
  const { model, config, tasks } = options;
  const outputs = outputCount(options);
  const objective = new ModelObjective(options);
  return {
    layout: objective.layout,
    tasks,
    objective,
    initialWeights: (seed) => initialWeights(model.parameters(config, outputs), seed),
    predict: (weights, rows) => {
      const sizes = rows.map((row) => model.atomCount(options.features[row]));
      return predictBySize(sizes, outputs, (indices) =>
        objective.predict(
          weights,
          indices.map((index) => rows[index]!),
        ),
      );
    },
    exportOnnx: (weights, metadata, calibration) => exportOnnx(options, objective, { weights, metadata, calibration }),
    release: () => objective.release(),
  };
}

interface Exported {
  readonly weights: Float32Array;
  readonly metadata: Readonly<Record<string, string>>;
  readonly calibration: ClassCalibration | undefined;
}

/**
 * Outputs of the file: `predictions` as users read them, and `outputs` as the loss sees them, both [molecules, tasks], of several classes
 * [molecules, tasks, classes].
 */
function exportOnnx(
  options: SessionOptions,
  { layout }: ModelObjective,
  { weights, metadata, calibration }: Exported,
): Uint8Array {
  const { model, config, tasks, head, standardization } = options;
  const parameters = new ParameterTensors(layout, 'float32');
  const forward = { type: 'float32', parameters, dropout: new Dropout(0, undefined), variant: 'full' } as const;
  const { branches } = model.forward(config, outputCount(options), forward);
  const raw = head.join(branches.map(head.complete));
  const initializers = parameters.inputs.map(({ name, shape, offset, size }): [string, OnnxTensor] => [
    name,
    { type: 'float32', dims: shape, data: weights.slice(offset, offset + size) },
  ]);
  const predictions = readOutputs(raw, { head, standardization, calibration });
  const outputs = sameShapeAs(predictions, raw, [tasks, head.outputsPerTask]);
  const spread = head.spread?.transform(raw, standardization);
  return lower({ predictions, outputs, ...(spread && { spread }) }, { initializers: new Map(initializers), metadata });
}

function sameShapeAs(wanted: Tensor, values: Tensor, inner: readonly number[]): Tensor {
  return wanted.shape.length === values.shape.length ? values : reshape(values, [values.shape[0]!, ...inner]);
}
