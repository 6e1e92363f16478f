/** A table of numbers that describe molecules, made by another program: a header, and a row for each row of the table of molecules. */
import { DataError } from '../base/errors.ts';
import { readLabel } from './labels/label-cell.ts';
import type { Table } from './tables/table.ts';

export interface FeatureTable {
  /** File name, for messages. */
  readonly name: string;
  /** Columns, [features]. */
  readonly names: readonly string[];
  readonly rows: number;
  /** [rows, features] row-major, NaN where the cell is empty, infinite or says that there is no value. */
  readonly values: Float64Array;
}

/** Throws DataError, with file, line and column, for a cell that is no number. */
export async function readFeatureTable(table: Table): Promise<FeatureTable> {
  const values: number[] = [];
  let rows = 0;
  for await (const { cells, line } of table.rows) {
    rows++;
    cells.forEach((cell, column) => {
      const read = readLabel(cell);
      if (read.kind === 'number') values.push(read.value);
      else if (read.kind === 'missing' || read.kind === 'unusable') values.push(Number.NaN);
      else throw noNumber(cell, `${table.name}, line ${line}, column ${table.columns[column]}`);
    });
  }
  return { name: table.name, names: table.columns, rows, values: Float64Array.from(values) };
}

/** Rows go by their order, so their number has to be that of the molecules' table, rejected rows counted. */
export function requireRows({ name, rows }: FeatureTable, tableLength: number, tableName: string): void {
  if (rows === tableLength) return;
  throw new DataError({
    what: `it has ${rows} rows of features, and ${tableName} has ${tableLength} rows`,
    where: name,
    advice:
      'Give a row of features for each row of the table, in its order, rows without a readable molecule included.',
  });
}

function noNumber(cell: string, where: string): DataError {
  return new DataError({
    what: `expected a number and found "${cell.slice(0, 80)}"`,
    where,
    advice: 'A file of features holds a header and numbers only, no SMILES and no names.',
  });
}
