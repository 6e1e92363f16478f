/** Linear maps y = W x + b over packed rows; matrices are [out, in]. */
import { gemm, type Tensor } from '../tensor/index.ts';
import type { Initializer, ModelParameter, ParameterTensors } from './parameters.ts';

export interface LinearOptions {
  /** Default: Xavier's rule, uniform. */
  readonly matrix?: Initializer;
  /** Default: uniform within 1 / sqrt(inputs). `none`: the map has no bias. */
  readonly bias?: Initializer | 'none';
}

export function linearParameters(
  name: string,
  inputs: number,
  outputs: number,
  options: LinearOptions = {},
): ModelParameter[] {
  const { matrix = { kind: 'xavierUniform' }, bias = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) } } = options;
  const weight: ModelParameter = { name: `${name}.weight`, shape: [outputs, inputs], role: 'weight', initial: matrix };
  if (bias === 'none') return [weight];
  return [weight, { name: `${name}.bias`, shape: [outputs], role: 'bias', initial: bias }];
}

/** rows: [rows, inputs]; result [rows, outputs]. The bias is added if the layout has one. */
export function linear(rows: Tensor, name: string, parameters: ParameterTensors): Tensor {
  const bias = parameters.find(`${name}.bias`);
  return gemm(rows, parameters.get(`${name}.weight`), { transposeRight: true, ...(bias && { bias }) });
}
