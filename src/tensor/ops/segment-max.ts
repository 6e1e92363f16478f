/** Largest value of each column over the rows of each segment. */
import { isWhole } from '../element-type.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { equal } from './compare.ts';
import { divide } from './divide.ts';
import { gemm } from './gemm.ts';
import { multiply } from './multiply.ts';

const segmentMaxOperator: Operator<Record<never, never>> = {
  name: 'segmentMax',
  infer(inputs) {
    const [rows, members, membership] = inputs as [Tensor, Tensor, Tensor];
    if (
      rows.shape.length !== 2 ||
      members.shape.length !== 2 ||
      !isWhole(members.type) ||
      membership.type !== rows.type ||
      membership.shape[1] !== rows.shape[0] ||
      membership.shape[0] !== members.shape[0]
    ) {
      throw shapeMismatch('segmentMax', inputs, '[rows, columns], [segments, longest] and [segments, rows] are needed');
    }
    return [{ type: rows.type, shape: [members.shape[0]!, rows.shape[1]!] }];
  },
  derivative({ inputs: [rows, , membership], outputs: [output] }, [gradient]) {
    // One 1 a column in a product with zeros and ones: the spread maximum equals the row's value bit for bit where it is one.
    const spread = (segments: Tensor): Tensor => gemm(membership!, segments, { transposeLeft: true });
    const isLargest = cast(equal(rows!, spread(output!)), rows!.type);
    const ties = gemm(membership!, isLargest);
    return [multiply(isLargest, spread(divide(gradient!, ties))), undefined, undefined];
  },
  lower({ inputs: [rows, members] }, emitter) {
    const gathered = emitter.emit('Gather', [emitter.name(rows!), emitter.name(members!)], { axis: 0 });
    return [emitter.emit('ReduceMax', [gathered, emitter.integers([1])], { keepdims: 0 })];
  },
};

/**
 * rows: [rows, columns]; members: [segments, longest] row numbers, filled up by repeating a member; membership:
 * [segments, rows], 1 where the row belongs to the segment, each row to one segment at most and each segment with a row at
 * least. Result [segments, columns]. Ties share the gradient.
 */
export function segmentMax(rows: Tensor, members: Tensor, membership: Tensor): Tensor {
  return apply(segmentMaxOperator, [rows, members, membership], {});
}
