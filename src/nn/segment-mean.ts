/** Mean over the rows of each segment, such as the atoms of each molecule. */
import { divide, gemm, type Tensor } from '../tensor/index.ts';

/**
 *   membership: 1 where the row belongs to the segment, else 0, [segments, rows]; rows: [rows, width]; counts: rows of each
 *   segment, [segments, 1]. Result [segments, width].
 */
export function segmentMean(membership: Tensor, rows: Tensor, counts: Tensor): Tensor {
  return divide(gemm(membership, rows), counts);
}
