/**
 * The readout without a recurrence: each head looks at all atoms of a molecule at once and takes the mean of what it finds, by weights
 * of its own. With z_i the encoded atoms,
 *
 *     a_i  = softmax over the molecule's atoms of (W_s z_i + b_s)                 one number a head
 *     p    = mish(W_o concat_heads(sum_i a_i (W_v z_i + b_v)) + b_o)
 *
 * Its cost does not grow with the length of the longest molecule, which is what a GPU waits for in the recurrence.
 * Source: pooling by attention, Lee et al. 2019, "Set Transformer", arXiv 1810.00825, section 3.2, with one learned seed, whose product
 * with the keys is one map, and without its second feed-forward block. Not in CoMPT's code: weights are not those of its readout.
 */
import { linear, linearParameters, type ModelParameter, type ParameterTensors } from '../../nn/index.ts';
import {
  cast,
  constant,
  divide,
  exp,
  gemm,
  greater,
  mish,
  multiply,
  reshape,
  segmentMax,
  stopGradient,
  subtract,
  type Tensor,
} from '../../tensor/index.ts';
import type { ComptConfig } from './config.ts';
import type { ComptInputs } from './inputs.ts';

export function attentionReadoutParameters({ width, heads }: ComptConfig): ModelParameter[] {
  return [
    ...linearParameters('readout.score', width, heads),
    ...linearParameters('readout.value', width, width),
    ...linearParameters('readout.output', width, width),
  ];
}

/** encoded: [rows, width]; result [molecules, width]. */
export function attentionReadout(
  encoded: Tensor,
  { memberRows, membership, atomCounts, positions }: ComptInputs,
  { width, heads }: ComptConfig,
  parameters: ParameterTensors,
): Tensor {
  const rows = encoded.shape[0]!;
  const molecules = atomCounts.shape[0]!;
  const scores = linear(encoded, 'readout.score', parameters);
  // Softmax is blind to what all scores of a molecule share, and so is its gradient.
  const largest = stopGradient(segmentMax(scores, memberRows, membership));
  // Empty slots have no molecule, whose largest score could bound theirs.
  const isAtom = reshape(cast(greater(positions, constant('int32', [], [0])), scores.type), [rows, 1]);
  const relative = multiply(subtract(scores, gemm(membership, largest, { transposeLeft: true })), isAtom);
  const shares = exp(relative);
  const values = reshape(linear(encoded, 'readout.value', parameters), [rows, heads, width / heads]);
  const weighted = reshape(multiply(values, reshape(shares, [rows, heads, 1])), [rows, width]);
  const collected = reshape(gemm(membership, weighted), [molecules, heads, width / heads]);
  const totals = reshape(gemm(membership, shares), [molecules, heads, 1]);
  return mish(linear(reshape(divide(collected, totals), [molecules, width]), 'readout.output', parameters));
}
