/** Scaled dot-product attention over short sequences that all have one length. */
import { matmul, multiply, scalar, softmax, swapLastAxes, type Tensor } from '../tensor/index.ts';
import type { Dropout } from './dropout.ts';

/**
 * o_i = sum_j dropout(softmax_j(q_i . k_j / sqrt(channels))) v_j
 *   queries, keys, values: [...batch, length, channels]; result of the same shape.
 */
export function attend(queries: Tensor, keys: Tensor, values: Tensor, dropout: Dropout): Tensor {
  const channels = queries.shape.at(-1) as number;
  const scores = matmul(queries, swapLastAxes(keys));
  const shares = softmax(multiply(scores, scalar(scores, 1 / Math.sqrt(channels))));
  return matmul(dropout.apply(shares), values);
}
