/**
 * Numbers of the whole molecule beside a read-out, behind a gate that is learned:
 *   result = readout + gate * (W_2 drop(mish(W_1 drop(features) + b_1)) + b_2)
 * The gate, a number for each component, starts at 0: the network begins as it would without the features, and opens the gate only
 * as far as they help. Wide features (fingerprints) overfit small tables, therefore the dropout of their own.
 * Source of the zero gate: Bachlechner et al. 2021, "ReZero is All You Need", arXiv 2003.04887.
 */
import { add, mish, multiply, type Tensor } from '../tensor/index.ts';
import type { Dropout } from './dropout.ts';
import { linear, linearParameters } from './linear.ts';
import type { ModelParameter, ParameterTensors } from './parameters.ts';

export interface FeatureBranchSize {
  readonly features: number;
  readonly hidden: number;
  /** Of the read-out. */
  readonly width: number;
}

export function featureBranchParameters(
  name: string,
  { features, hidden, width }: FeatureBranchSize,
): ModelParameter[] {
  return [
    ...linearParameters(`${name}.hidden`, features, hidden),
    ...linearParameters(`${name}.output`, hidden, width),
    { name: `${name}.gate`, shape: [width], role: 'gain', initial: { kind: 'constant', value: 0 } },
  ];
}

export interface FeatureBranchOptions {
  readonly name: string;
  readonly parameters: ParameterTensors;
  readonly dropout: Dropout;
  /** Share of the features, and of the hidden numbers, dropped in training. */
  readonly rate: number;
}

/** readout: [molecules, width]; features: [molecules, features]; result [molecules, width] */
export function addFeatureBranch(
  readout: Tensor,
  features: Tensor,
  { name, parameters, dropout, rate }: FeatureBranchOptions,
): Tensor {
  const hidden = mish(linear(dropout.apply(features, rate), `${name}.hidden`, parameters));
  const branch = linear(dropout.apply(hidden, rate), `${name}.output`, parameters);
  return add(readout, multiply(branch, parameters.get(`${name}.gate`)));
}
