/** How much a row of a table holds: what memory and progress are counted in. */
import type { TableRow } from '../data/index.ts';

/** Characters of its cells and structure, with one for each separator. */
export function rowLength({ cells, molblock = '' }: TableRow): number {
  return cells.reduce((sum, cell) => sum + cell.length + 1, molblock.length);
}
