/** Predictions of SMILES on the command line as objects: with --json there is nothing else on standard output, no table either. */
import type { PredictRunResult } from '../predict/index.node.ts';
import type { Output } from './output.ts';

/** path: the table of the predictions. Values are null where there is none, all of them where a molecule has a reason instead. */
export async function sayPredictions(
  path: string,
  { columns, fields, failed }: Pick<PredictRunResult, 'columns' | 'fields' | 'failed'>,
  output: Output,
): Promise<void> {
  const { openTable } = await import('../data/index.node.ts');
  const table = await openTable(path);
  const [first, reasonAt] = [table.columns.indexOf(columns.tasks[0]!), table.columns.indexOf(columns.reason)];
  for await (const { cells } of table.rows) {
    const values = fields.map(({ name, kind }, at) => [name, valueIn(cells[first + at]!, kind)] as const);
    const isRefused = failed > 0 && values.every(([, value]) => value === null);
    const reason = cells[reasonAt] || null;
    const record = { smiles: cells[0], values: isRefused ? null : Object.fromEntries(values), reason };
    output.result(`${cells[0]}`, { kind: 'prediction', ...record });
  }
}

function valueIn(cell: string, kind: 'number' | 'text'): number | string | null {
  if (cell === '') return null;
  return kind === 'number' ? Number(cell) : cell;
}
