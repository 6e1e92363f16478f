/**
 * Rows in another order, each at most once: a permutation, or rows spread over more targets with zeros between. The inverse is
 * known, so the gradient is a gather too and nothing is scattered.
 */

import { isWhole } from '../element-type.ts';
import { dimProduct, type Shape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { reshape } from './reshape.ts';

interface PermuteAttributes {
  /** False: some targets are empty (index -1). */
  readonly everyTargetFilled: boolean;
  /** False: some rows are left out (position -1). */
  readonly everyRowUsed: boolean;
}

const permuteRowsOperator: Operator<PermuteAttributes> = {
  name: 'permuteRows',
  infer(inputs) {
    const [source, index, positions] = inputs as [Tensor, Tensor, Tensor];
    if (!isWhole(index.type) || !isWhole(positions.type)) {
      throw shapeMismatch('permuteRows', inputs, 'index and positions have to be whole numbers');
    }
    if (positions.shape.length !== 1 || positions.shape[0] !== source.shape[0]) {
      throw shapeMismatch('permuteRows', inputs, 'one position for each row is needed');
    }
    return [{ type: source.type, shape: [...index.shape, ...source.shape.slice(1)] }];
  },
  derivative({ inputs: [source, index, positions], attributes }, [gradient]) {
    const targets = dimProduct(index!.shape);
    const flat = reshape(gradient!, [targets, ...source!.shape.slice(1)]);
    const back = permuteRows(flat, positions!, reshape(index!, [targets]), {
      everyTargetFilled: attributes.everyRowUsed,
      everyRowUsed: attributes.everyTargetFilled,
    });
    return [back, undefined, undefined];
  },
  lower({ inputs: [source, index], attributes: { everyTargetFilled } }, emitter) {
    let rows = emitter.name(source!);
    if (!everyTargetFilled) {
      const rest: Shape = source!.shape.slice(1);
      const zero = emitter.emit('Expand', [emitter.constant(source!.type, [], [0]), emitter.shapeVector([1, ...rest])]);
      // ONNX counts -1 from the end: the last row, which is the zero row.
      rows = emitter.emit('Concat', [rows, zero], { axis: 0 });
    }
    return [emitter.emit('Gather', [rows, emitter.name(index!)], { axis: 0 })];
  },
};

/**
 * result[target] = source[index[target]], zeros where the index is -1.
 *   source: [rows, ...rest]; index: [...targets], each row at most once; positions: [rows], the target of each row or -1 (the
 *   inverse of index over flattened targets).
 */
export function permuteRows(
  source: Tensor,
  index: Tensor,
  positions: Tensor,
  attributes: PermuteAttributes = { everyTargetFilled: true, everyRowUsed: true },
): Tensor {
  return apply(permuteRowsOperator, [source, index, positions], attributes);
}
