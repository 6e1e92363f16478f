/** Linear maps y = W x + b over packed rows; matrices are [out, in]. */
import { gemm, type Tensor } from '../tensor/index.ts';
import type { ModelParameter, ParameterTensors } from './parameters.ts';

/** Matrix by Xavier's rule, bias uniform within 1 / sqrt(inputs). */
export function linearParameters(name: string, inputs: number, outputs: number): ModelParameter[] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], role: 'weight', initial: { kind: 'xavierUniform' } },
    {
      name: `${name}.bias`,
      shape: [outputs],
      role: 'bias',
      initial: { kind: 'uniform', bound: 1 / Math.sqrt(inputs) },
    },
  ];
}

/** rows: [rows, inputs]; result [rows, outputs]. */
export function linear(rows: Tensor, name: string, parameters: ParameterTensors): Tensor {
  return gemm(rows, parameters.get(`${name}.weight`), { transposeRight: true, bias: parameters.get(`${name}.bias`) });
}
