/** Something of each row, kept while the tables of a data set stream by, whatever else is done with them. */
import type { Dataset } from './dataset.ts';
import type { Table, TableRow } from './tables/table.ts';

/** Where a row lies: counted on through several files, whose first rows are `fileStarts` (undefined: there is one file). */
type RowNumbers = Pick<Dataset, 'fileStarts'>;

export interface FollowedRows<Kept> {
  /** To be read instead of the tables that were given, one after the other. */
  readonly tables: readonly Table[];
  /** tableRow: of a row that was read, rejected ones counted. */
  of(tableRow: number, numbers?: RowNumbers): Kept;
}

/** readerOf: of each table, how a row is read; it throws before anything is read if the table lacks what it needs. */
export function followRows<Kept>(
  tables: readonly Table[],
  readerOf: (table: Table) => (row: TableRow) => Kept,
): FollowedRows<Kept> {
  const kept: Kept[][] = tables.map(() => []);
  async function* followed({ rows }: Table, file: number, read: (row: TableRow) => Kept): AsyncGenerator<TableRow> {
    for await (const row of rows) {
      kept[file]![row.row] = read(row);
      yield row;
    }
  }
  return {
    tables: tables.map((table, file) => ({ ...table, rows: followed(table, file, readerOf(table)) })),
    of: (tableRow, { fileStarts = [0] } = {}) => {
      const file = fileStarts.findLastIndex((start) => start <= tableRow);
      return kept[file]![tableRow - fileStarts[file]!]!;
    },
  };
}
