/** Rows of a table by number. */
import { isWhole } from '../element-type.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { fill } from './fill.ts';
// biome-ignore lint/suspicious/noImportCycles: each is the other's derivative.
import { scatterAdd } from './scatter-add.ts';

const takeRowsOperator: Operator<Record<never, never>> = {
  name: 'takeRows',
  infer(inputs) {
    const [table, index] = inputs as [Tensor, Tensor];
    if (table.shape.length === 0 || !isWhole(index.type)) {
      throw shapeMismatch('takeRows', inputs, 'a table and whole numbers are needed');
    }
    return [{ type: table.type, shape: [...index.shape, ...table.shape.slice(1)] }];
  },
  derivative: ({ inputs: [table, index] }, [gradient]) => [
    scatterAdd(fill(table!.type, table!.shape, 0), index!, gradient!),
    undefined,
  ],
  lower: ({ inputs: [table, index] }, emitter) => [
    emitter.emit('Gather', [emitter.name(table!), emitter.name(index!)], { axis: 0 }),
  ],
};

/** table: [rows, ...rest], index: any shape of whole numbers in 0 .. rows - 1; result [...index, ...rest]. */
export function takeRows(table: Tensor, index: Tensor): Tensor {
  return apply(takeRowsOperator, [table, index], {});
}
