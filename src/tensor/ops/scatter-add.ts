/** Adds rows to the rows of a table that an index names; several may go to the same one. */
import { isWhole } from '../element-type.ts';
import { sameShape } from '../shape.ts';
import { apply, misfit, type Operator, type Tensor } from '../tensor.ts';
import { takeRows } from './take-rows.ts';

const scatterAddOperator: Operator<Record<never, never>> = {
  name: 'scatterAdd',
  infer(inputs) {
    const [table, index, updates] = inputs as [Tensor, Tensor, Tensor];
    if (!isWhole(index.type) || table.type !== updates.type || table.shape.length === 0) {
      throw misfit('scatterAdd', inputs, 'a table, whole numbers and updates of the type of the table are needed');
    }
    if (!sameShape(updates.shape, [...index.shape, ...table.shape.slice(1)])) {
      throw misfit('scatterAdd', inputs, 'the updates have to be [...index, ...rest of the table]');
    }
    return [{ type: table.type, shape: table.shape }];
  },
  derivative: ({ inputs: [, index] }, [gradient]) => [gradient, undefined, takeRows(gradient!, index!)],
  lower({ inputs }, emitter) {
    const [table, index, updates] = inputs.map((each) => emitter.name(each)) as [string, string, string];
    // A flat table needs no index vectors: ScatterElements takes the numbers as they are.
    if (inputs[0]!.shape.length === 1 && inputs[1]!.shape.length === 1) {
      return [emitter.emit('ScatterElements', [table, index, updates], { axis: 0, reduction: 'add' })];
    }
    const wide = emitter.emit('Cast', [index], { to: int64Code });
    const vectors = emitter.emit('Unsqueeze', [wide, emitter.integers([-1])]);
    return [emitter.emit('ScatterND', [table, vectors, updates], { reduction: 'add' })];
  },
};

const int64Code = 7;

/** table: [rows, ...rest], index: whole numbers, updates: [...index, ...rest]. */
export function scatterAdd(table: Tensor, index: Tensor, updates: Tensor): Tensor {
  return apply(scatterAddOperator, [table, index, updates], {});
}
