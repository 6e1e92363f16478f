/** Columns of the table itself as molecule features: conditions of a measurement, such as temperature or pH, that belong to a row and not to its molecule. */
import { DataError, setting } from '../base/index.ts';
import { type FollowedRows, followRows } from './followed-rows.ts';
import { readLabel } from './labels/label-cell.ts';
import type { Table, TableRow } from './tables/table.ts';

/** The numbers of a row, [columns], NaN where the cell says that there is no value. */
export type ColumnReader = (row: TableRow) => Float64Array;

/** Throws DataError if the table lacks a column; the reader throws it, with line and column, for a cell that is no number. */
export function columnReader(
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  wanted: readonly string[],
): ColumnReader {
  const positions = wanted.map((column) => {
    const position = columns.indexOf(column);
    if (position < 0) throw noColumn(column, name, columns);
    return position;
  });
  return ({ cells, line }) =>
    Float64Array.from(positions, (position, index) => {
      const read = readLabel(cells[position]!);
      if (read.kind === 'number') return read.value;
      if (read.kind === 'missing' || read.kind === 'unusable') return Number.NaN;
      throw noNumber(cells[position]!, `${name}, line ${line}, column ${wanted[index]}`);
    });
}

/** The columns of rows that stream by. Throws as columnReader does. */
export function followColumns(tables: readonly Table[], wanted: readonly string[]): FollowedRows<Float64Array> {
  return followRows(tables, (table) => columnReader(table, wanted));
}

function noColumn(column: string, where: string, columns: readonly string[]): DataError {
  return new DataError({
    code: 'column-missing',
    path: ['data', 'descriptorsColumns'],
    what: `it has no column ${column}, which is to be read as a feature (columns: ${columns.join(', ')})`,
    where,
    advice: isList(column, columns)
      ? `Put blanks between the columns of ${setting('data.descriptorsColumns')}, not commas.`
      : `Give every table the columns of ${setting('data.descriptorsColumns')}.`,
  });
}

/** Columns that were written as one, with commas. */
function isList(text: string, columns: readonly string[]): boolean {
  const parts = text.split(',');
  return parts.length > 1 && parts.every((part) => columns.includes(part.trim()));
}

function noNumber(cell: string, where: string): DataError {
  return new DataError({
    code: 'features-unreadable',
    path: ['data', 'descriptorsColumns'],
    what: `expected a number and found "${cell.slice(0, 80)}"`,
    where,
    advice: `Columns of ${setting('data.descriptorsColumns')} hold numbers; an empty cell is a missing value.`,
  });
}
