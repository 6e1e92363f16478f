/**
 * Sums over segments of rows, and the way back: each row gets its segment's row. Each is the other's derivative, and both are
 * gathers, so nothing is scattered.
 */
import { isWhole } from '../element-type.ts';
import type { Emitter } from '../emitter.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

type NoAttributes = Record<never, never>;

const segmentSumOperator: Operator<NoAttributes> = {
  name: 'segmentSum',
  infer(inputs) {
    const [rows, members, segmentOf] = inputs as [Tensor, Tensor, Tensor];
    checkIndices('segmentSum', inputs, members, segmentOf);
    if (segmentOf.shape[0] !== rows.shape[0])
      throw shapeMismatch('segmentSum', inputs, 'one segment for each row is needed');
    return [{ type: rows.type, shape: [members.shape[0]!, ...rows.shape.slice(1)] }];
  },
  derivative: ({ inputs: [, members, segmentOf] }, [gradient]) => [
    spreadSegments(gradient!, segmentOf!, members!),
    undefined,
    undefined,
  ],
  lower({ inputs: [rows, members] }, emitter) {
    const gathered = gatherOrZero(rows!, members!, emitter);
    return [emitter.emit('ReduceSum', [gathered, emitter.integers([1])], { keepdims: 0 })];
  },
};

const spreadOperator: Operator<NoAttributes> = {
  name: 'spreadSegments',
  infer(inputs) {
    const [segments, segmentOf, members] = inputs as [Tensor, Tensor, Tensor];
    checkIndices('spreadSegments', inputs, members, segmentOf);
    if (members.shape[0] !== segments.shape[0])
      throw shapeMismatch('spreadSegments', inputs, 'members of each segment are needed');
    return [{ type: segments.type, shape: [segmentOf.shape[0]!, ...segments.shape.slice(1)] }];
  },
  derivative: ({ inputs: [, segmentOf, members] }, [gradient]) => [
    segmentSum(gradient!, members!, segmentOf!),
    undefined,
    undefined,
  ],
  lower: ({ inputs: [segments, segmentOf] }, emitter) => [gatherOrZero(segments!, segmentOf!, emitter)],
};

function checkIndices(operator: string, inputs: readonly Tensor[], members: Tensor, segmentOf: Tensor): void {
  const fits = isWhole(members.type) && isWhole(segmentOf.type);
  if (!fits || members.shape.length !== 2 || segmentOf.shape.length !== 1) {
    throw shapeMismatch(
      operator,
      inputs,
      'whole numbers are needed: members [segments, longest] and segments of rows [rows]',
    );
  }
}

/** table[index], a row of zeros where the index is -1. */
function gatherOrZero(table: Tensor, index: Tensor, emitter: Emitter): string {
  const row = emitter.shapeVector([1, ...table.shape.slice(1)]);
  const zero = emitter.emit('Expand', [emitter.constant(table.type, [], [0]), row]);
  // ONNX counts -1 from the end: the last row, which is the zero row.
  const extended = emitter.emit('Concat', [emitter.name(table), zero], { axis: 0 });
  return emitter.emit('Gather', [extended, emitter.name(index)], { axis: 0 });
}

/**
 * rows: [rows, ...rest]; members: [segments, longest], the rows of each segment in any order, filled up with -1; segmentOf:
 * [rows], the inverse, -1 for a row of no segment. Each row belongs to one segment at most. Result [segments, ...rest].
 */
export function segmentSum(rows: Tensor, members: Tensor, segmentOf: Tensor): Tensor {
  return apply(segmentSumOperator, [rows, members, segmentOf], {});
}

/** segments: [segments, ...rest], indices as in segmentSum; result [rows, ...rest], zeros for rows of no segment. */
export function spreadSegments(segments: Tensor, segmentOf: Tensor, members: Tensor): Tensor {
  return apply(spreadOperator, [segments, segmentOf, members], {});
}
