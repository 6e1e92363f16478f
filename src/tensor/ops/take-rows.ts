/** Rows of a table by number. For a table of few rows the gradient is a product with a one-hot matrix, which is faster. */
import { isWhole } from '../element-type.ts';
import { apply, misfit, type Operator, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { equal } from './compare.ts';
import { constant } from './constant.ts';
import { fill } from './fill.ts';
import { gemm } from './gemm.ts';
import { reshape } from './reshape.ts';
import { scatterAdd } from './scatter-add.ts';

const takeRowsOperator: Operator<Record<never, never>> = {
  name: 'takeRows',
  infer(inputs) {
    const [table, index] = inputs as [Tensor, Tensor];
    if (table.shape.length === 0 || !isWhole(index.type)) {
      throw misfit('takeRows', inputs, 'a table and whole numbers are needed');
    }
    return [{ type: table.type, shape: [...index.shape, ...table.shape.slice(1)] }];
  },
  derivative({ inputs: [table, index] }, [gradient]) {
    const rows = table!.shape[0]!;
    const isFew = typeof rows === 'number' && table!.shape.length === 2 && index!.shape.length === 1;
    if (isFew) return [gemm(oneHot(index!, rows, table!.type), gradient!, { transposeLeft: true }), undefined];
    return [scatterAdd(fill(table!.type, table!.shape, 0), index!, gradient!), undefined];
  },
  lower: ({ inputs: [table, index] }, emitter) => [
    emitter.emit('Gather', [emitter.name(table!), emitter.name(index!)], { axis: 0 }),
  ],
};

/** table: [rows, ...rest], index: any shape of whole numbers in 0 .. rows - 1; result [...index, ...rest]. */
export function takeRows(table: Tensor, index: Tensor): Tensor {
  return apply(takeRowsOperator, [table, index], {});
}

/** index: [count]; result [count, rows], 1 at (i, index_i), else 0. */
function oneHot(index: Tensor, rows: number, type: Tensor['type']): Tensor {
  const numbers = constant(
    index.type,
    [1, rows],
    Array.from({ length: rows }, (_, row) => row),
  );
  return cast(equal(reshape(index, [index.shape[0]!, 1]), numbers), type);
}
