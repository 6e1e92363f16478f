/**
 * Rows in other places, each at most once: a permutation, or rows spread over more places with zeros between. The inverse is
 * known, so the gradient is a gather too and nothing is scattered.
 */

import { isWhole } from '../element-type.ts';
import { dimProduct, type Shape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { reshape } from './reshape.ts';

interface PlaceAttributes {
  /** False: some places are empty (index -1). */
  readonly everyPlaceFilled: boolean;
  /** False: some rows have no place (position -1). */
  readonly everyRowPlaced: boolean;
}

const placeRowsOperator: Operator<PlaceAttributes> = {
  name: 'placeRows',
  infer(inputs) {
    const [source, index, positions] = inputs as [Tensor, Tensor, Tensor];
    if (!isWhole(index.type) || !isWhole(positions.type)) {
      throw shapeMismatch('placeRows', inputs, 'index and positions have to be whole numbers');
    }
    if (positions.shape.length !== 1 || positions.shape[0] !== source.shape[0]) {
      throw shapeMismatch('placeRows', inputs, 'one position for each row is needed');
    }
    return [{ type: source.type, shape: [...index.shape, ...source.shape.slice(1)] }];
  },
  derivative({ inputs: [source, index, positions], attributes }, [gradient]) {
    const places = dimProduct(index!.shape);
    const flat = reshape(gradient!, [places, ...source!.shape.slice(1)]);
    const back = placeRows(flat, positions!, reshape(index!, [places]), {
      everyPlaceFilled: attributes.everyRowPlaced,
      everyRowPlaced: attributes.everyPlaceFilled,
    });
    return [back, undefined, undefined];
  },
  lower({ inputs: [source, index], attributes: { everyPlaceFilled } }, emitter) {
    let rows = emitter.name(source!);
    if (!everyPlaceFilled) {
      const rest: Shape = source!.shape.slice(1);
      const zero = emitter.emit('Expand', [emitter.constant(source!.type, [], [0]), emitter.shapeVector([1, ...rest])]);
      // ONNX counts -1 from the end: the last row, which is the zero row.
      rows = emitter.emit('Concat', [rows, zero], { axis: 0 });
    }
    return [emitter.emit('Gather', [rows, emitter.name(index!)], { axis: 0 })];
  },
};

/**
 * result[place] = source[index[place]], zeros where the index is -1.
 *   source: [rows, ...rest]; index: [...places], each row at most once; positions: [rows], the place of each row or -1 (the
 *   inverse of index over flattened places).
 */
export function placeRows(
  source: Tensor,
  index: Tensor,
  positions: Tensor,
  attributes: PlaceAttributes = { everyPlaceFilled: true, everyRowPlaced: true },
): Tensor {
  return apply(placeRowsOperator, [source, index, positions], attributes);
}
