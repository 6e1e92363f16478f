/**
 * Adds rows to the rows of a table that an index names; several may go to the same one.
 *
 * As a product with a matrix of zeros and ones: ONNX Runtime 1.30 runs ScatterND on several threads without a lock, so that rows
 * that meet in one place are lost (two sums of three were wrong in a try with two threads). ScatterElements runs on one thread and
 * is right; it serves flat tables.
 */
import { isReal, isWhole } from '../element-type.ts';
import type { Emitter } from '../emitter.ts';
import { elementCode } from '../onnx/encode.ts';
import { dimProduct, sameShape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { filledWith } from './fill.ts';
// biome-ignore lint/suspicious/noImportCycles: each is the other's derivative.
import { takeRows } from './take-rows.ts';

const scatterAddOperator: Operator<Record<never, never>> = {
  name: 'scatterAdd',
  infer(inputs) {
    const [table, index, updates] = inputs as [Tensor, Tensor, Tensor];
    const fits = isReal(table.type) && table.type === updates.type && table.shape.length > 0;
    if (!isWhole(index.type) || !fits) {
      throw shapeMismatch(
        'scatterAdd',
        inputs,
        'a table, whole numbers and updates of the type of the table are needed',
      );
    }
    if (!sameShape(updates.shape, [...index.shape, ...table.shape.slice(1)])) {
      throw shapeMismatch('scatterAdd', inputs, 'the updates have to be [...index, ...rest of the table]');
    }
    return [{ type: table.type, shape: table.shape }];
  },
  derivative: ({ inputs: [, index] }, [gradient]) => [gradient, undefined, takeRows(gradient!, index!)],
  lower({ inputs }, emitter) {
    const [table, index, updates] = inputs as [Tensor, Tensor, Tensor];
    if (table.shape.length === 1 && index.shape.length === 1) {
      const names = inputs.map((each) => emitter.name(each));
      return [emitter.emit('ScatterElements', names, { axis: 0, reduction: 'add' })];
    }
    const sums = lowerSums(table, index, updates, emitter);
    return [filledWith(table) === 0 ? sums : emitter.emit('Add', [emitter.name(table), sums])];
  },
};

/** The sum of the updates that go to each row of the table, of the table's shape. */
function lowerSums(table: Tensor, index: Tensor, updates: Tensor, emitter: Emitter): string {
  const [rows, ...rest] = table.shape as [Tensor['shape'][number]];
  const count = dimProduct(index.shape);
  const flat = (name: string, shape: Tensor['shape']): string =>
    emitter.emit('Reshape', [name, emitter.shapeVector(shape)], { allowzero: 1 });
  const wide = emitter.emit('Cast', [flat(emitter.name(index), [count])], { to: elementCode.int64 });
  // The runtime has OneHot in float32 only.
  const zeroAndOne = emitter.constant('float32', [2], [0, 1]);
  const chosen = emitter.emit('OneHot', [wide, emitter.shapeVector([rows]), zeroAndOne], { axis: -1 });
  const matrix = emitter.emit('Cast', [chosen], { to: elementCode[table.type] });
  const sums = emitter.emit('Gemm', [matrix, flat(emitter.name(updates), [count, dimProduct(rest)])], { transA: 1 });
  return flat(sums, table.shape);
}

/** table: [rows, ...rest], index: whole numbers, updates: [...index, ...rest]. */
export function scatterAdd(table: Tensor, index: Tensor, updates: Tensor): Tensor {
  return apply(scatterAddOperator, [table, index, updates], {});
}
