/**
 * Normalization of each row.
 *   ScaleNorm: gain * x / max(||x||, 1e-5), one gain for all columns (Nguyen and Salazar 2019, arXiv 1910.05895).
 *   LayerNorm: gain * (x - mean) / (std + 1e-6) + shift, std with n - 1 in the denominator (as CoMPT has it).
 *   rootLayerNorm: gain * (x - mean) / sqrt(mean((x - mean)^2) + 1e-5) + shift (Ba et al. 2016, arXiv 1607.06450; as PyTorch
 *   and GROVER have it).
 */
import {
  add,
  divide,
  l2Norm,
  maximum,
  multiply,
  scalar,
  sqrt,
  standardizeRows,
  subtract,
  sum,
  type Tensor,
} from '../tensor/index.ts';
import type { ModelParameter, ParameterTensors } from './parameters.ts';

export type NormKind = 'scaleNorm' | 'layerNorm' | 'rootLayerNorm';

const smallestNorm = 1e-5;
const addedToDeviation = 1e-6;
const addedToVariance = 1e-5;

export function normParameters(name: string, kind: NormKind, width: number): ModelParameter[] {
  if (kind === 'scaleNorm') {
    const initial = { kind: 'constant', value: Math.sqrt(width) } as const;
    return [{ name: `${name}.gain`, shape: [], role: 'gain', initial }];
  }
  return [
    { name: `${name}.gain`, shape: [width], role: 'gain', initial: { kind: 'constant', value: 1 } },
    { name: `${name}.shift`, shape: [width], role: 'bias', initial: { kind: 'constant', value: 0 } },
  ];
}

/** rows: [rows, width]; result of the same shape. */
export function normalize(rows: Tensor, name: string, kind: NormKind, parameters: ParameterTensors): Tensor {
  const gain = parameters.get(`${name}.gain`);
  if (kind === 'scaleNorm') {
    const norm = l2Norm(rows);
    return multiply(rows, divide(gain, maximum(norm, scalar(norm, smallestNorm))));
  }
  const standard = kind === 'layerNorm' ? standardizeRows(rows, addedToDeviation) : centerAndScale(rows);
  return add(multiply(standard, gain), parameters.get(`${name}.shift`));
}

/** (x - mean) / sqrt(variance + 1e-5) of each row; the variance has n in the denominator. */
function centerAndScale(rows: Tensor): Tensor {
  const width = scalar(rows, rows.shape.at(-1) as number);
  const centerd = subtract(rows, divide(sum(rows, [-1], { keepDims: true }), width));
  const variance = divide(sum(multiply(centerd, centerd), [-1], { keepDims: true }), width);
  return divide(centerd, sqrt(add(variance, scalar(rows, addedToVariance))));
}
