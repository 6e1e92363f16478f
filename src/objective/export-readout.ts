/** A model without its head, as an ONNX file: what a network makes of a molecule, as one vector. */
import { ConfigError, type ParameterLayout } from '../base/index.ts';
import type { Model } from '../models/index.ts';
import { Dropout, ParameterTensors } from '../nn/index.ts';
import { concat, lower, type OnnxTensor } from '../tensor/index.ts';

export interface TrainedNetwork {
  readonly model: Model;
  /** Complete settings. */
  readonly config: unknown;
  /** Raw outputs of its head. */
  readonly outputs: number;
  readonly layout: ParameterLayout;
  readonly weights: Float32Array;
}

/**
 * Output of the file: `predictions`, [molecules, width], the read-outs of all branches after each other. metadata: made once the width is known.
 * Throws ConfigError for a model that has none.
 */
export function exportReadout(
  { model, config, outputs, layout, weights }: TrainedNetwork,
  metadata: (width: number) => Readonly<Record<string, string>>,
): Uint8Array {
  const parameters = new ParameterTensors(layout, 'float32');
  const forward = { type: 'float32', parameters, dropout: new Dropout(0, undefined), variant: 'full' } as const;
  const { readouts = [] } = model.forward(config, outputs, forward);
  const width = readouts.reduce((sum, { shape }) => sum + (shape[1] as number), 0);
  if (width === 0)
    throw new ConfigError({ code: 'not-supported', what: `${model.name} gives no vector of a molecule` });
  const predictions = readouts.length === 1 ? readouts[0]! : concat(readouts, 1);
  const initializers = parameters.inputs.map(({ name, shape, offset, size }): [string, OnnxTensor] => [
    name,
    { type: 'float32', dims: shape, data: weights.slice(offset, offset + size) },
  ]);
  return lower({ predictions }, { initializers: new Map(initializers), metadata: metadata(width) });
}
