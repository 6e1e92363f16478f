/** Numbers that are added to a table whose own have decimal commas. */
import { isDecimalComma, type Table, type TableRow } from '../data/index.ts';

/**
 * A spreadsheet that reads commas takes 2.05 for a text or a date; numbers are added with points all the same, for the programs that read them.
 * smiles: the position of that column, of which nothing is said. Gives one sentence or none.
 */
export function decimalNote(
  { name, delimiter }: Pick<Table, 'name' | 'delimiter'>,
  rows: readonly Pick<TableRow, 'cells'>[],
  smiles: number,
): string[] {
  const isNumber = (cell: string, column: number): boolean => column !== smiles && isDecimalComma(cell);
  if (delimiter === ',' || !rows.some(({ cells }) => cells.some(isNumber))) return [];
  return [`${name}: its numbers have decimal commas; those that are added have decimal points.`];
}
