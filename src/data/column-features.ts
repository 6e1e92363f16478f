/** Columns of the table itself as molecule features: conditions of a measurement, such as temperature or pH, that belong to a row and not to its molecule. */
import { ConfigError, DataError, setting } from '../base/index.ts';
import { featureNumbers } from './feature-numbers.ts';
import { type FollowedRows, followRows } from './followed-rows.ts';
import type { Table, TableRow } from './tables/table.ts';

export interface ColumnReader {
  /**
   * The numbers of a row, [columns], NaN where the cell says that there is no value. Throws DataError, with line and column, for a cell that is
   * no number.
   */
  of(row: TableRow): Float64Array;
  /** How cells were read, where that is not plain. */
  notes(): readonly string[];
}

/** Throws DataError if the table lacks a column, ConfigError if one is wanted twice. */
export function columnReader(
  table: Pick<Table, 'name' | 'columns' | 'delimiter'>,
  wanted: readonly string[],
): ColumnReader {
  const { name, columns } = table;
  const twice = wanted.find((column, index) => wanted.indexOf(column) < index);
  if (twice !== undefined) throw namedTwice(twice);
  const read = wanted.map((column) => {
    const position = columns.indexOf(column);
    if (position < 0) throw noColumn(column, name, columns);
    return { column, position, numbers: featureNumbers(table, `Column ${column}`) };
  });
  return {
    of: ({ cells, line }) =>
      Float64Array.from(read, ({ column, position, numbers }) => {
        const value = numbers.read(cells[position]!);
        if (value === undefined) throw noNumber(cells[position]!, column, `${name}, line ${line}`);
        return value;
      }),
    notes: () => read.flatMap(({ numbers }) => numbers.notes()),
  };
}

/** The columns of rows that stream by. Throws as columnReader does. */
export function followColumns(
  tables: readonly Table[],
  wanted: readonly string[],
): FollowedRows<Float64Array> & Pick<ColumnReader, 'notes'> {
  const readers: ColumnReader[] = [];
  const followed = followRows(tables, (table) => {
    const reader = columnReader(table, wanted);
    readers.push(reader);
    return reader.of;
  });
  return { ...followed, notes: () => [...new Set(readers.flatMap((reader) => reader.notes()))] };
}

function namedTwice(column: string): ConfigError {
  return new ConfigError({
    code: 'wrong-value',
    path: ['data', 'descriptorsColumns'],
    what: `${column} is named twice`,
    where: setting('data.descriptorsColumns'),
    advice: 'Name each column once.',
  });
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

function noNumber(cell: string, column: string, where: string): DataError {
  return new DataError({
    code: 'features-unreadable',
    path: ['data', 'descriptorsColumns'],
    what: `expected a number in column ${column} and found "${cell.slice(0, 80)}"`,
    where,
    advice: `Columns of ${setting('data.descriptorsColumns')} hold numbers; an empty cell is a missing value.`,
  });
}
