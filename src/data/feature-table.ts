/**
 * A table of numbers that describe molecules, made by another program: a header, and a row for each row of the table of molecules, in
 * its order; or, with a column of ids that both tables have, a row for each id, in any order.
 */
import { DataError, setting } from '../base/index.ts';
import { featureNumbers } from './feature-numbers.ts';
import type { Table } from './tables/table.ts';

export interface FeatureTable {
  /** File name, for messages. */
  readonly name: string;
  /** Columns, [features]; that of the ids is none of them. */
  readonly names: readonly string[];
  readonly rows: number;
  /** [rows, features] row-major, NaN where the cell is empty, infinite or says that there is no value. */
  readonly values: Float64Array;
  /** Undefined: rows go by their order. */
  readonly ids?: FeatureIds | undefined;
  /** How its cells were read, where that is not plain. */
  readonly notes: readonly string[];
}

interface FeatureIds {
  /** Name of the column, here and in the table of molecules. */
  readonly column: string;
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Throws DataError, with file, line and column, for a cell that is no number, an id that is empty, and an id that stands twice. */
export async function readFeatureTable(table: Table, idColumn?: string): Promise<FeatureTable> {
  const { name, columns } = table;
  const idIndex = idColumn === undefined ? -1 : columnOf(table, idColumn);
  const rowOf = new Map<string, number>();
  const values: number[] = [];
  const numbers = featureNumbers(table, name);
  let rows = 0;
  for await (const { cells, line } of table.rows) {
    if (idIndex >= 0) addId(rowOf, rows, cells[idIndex]!.trim(), `${name}, line ${line}, column ${idColumn}`);
    rows++;
    cells.forEach((cell, column) => {
      if (column === idIndex) return;
      const value = numbers.read(cell);
      if (value === undefined) throw noNumber(cell, `${name}, line ${line}, column ${columns[column]}`);
      values.push(value);
    });
  }
  const names = columns.filter((_, column) => column !== idIndex);
  const ids = idColumn === undefined ? undefined : { column: idColumn, rowOf };
  return { name, names, rows, values: Float64Array.from(values), ids, notes: numbers.notes() };
}

/** Throws DataError, with all columns, if there is none of this name. */
export function columnOf({ name, columns }: Pick<Table, 'name' | 'columns'>, column: string): number {
  const index = columns.indexOf(column);
  if (index >= 0) return index;
  throw new DataError({
    code: 'features-mismatch',
    path: ['data', 'featuresIdColumn'],
    what: `it has no column ${column} with the ids of the features (columns: ${columns.join(', ')})`,
    where: name,
    advice: `The table of molecules and the file of features both need the column that ${setting('data.featuresIdColumn')} names.`,
  });
}

function addId(rowOf: Map<string, number>, row: number, id: string, where: string): void {
  if (id === '')
    throw new DataError({
      code: 'features-unreadable',
      what: 'the id is empty',
      where,
      advice: 'Every row of features needs its id.',
    });
  if (rowOf.has(id)) {
    throw new DataError({
      code: 'features-unreadable',
      what: `the id "${id}" stands twice, first in row ${rowOf.get(id)! + 1}`,
      where,
      advice: 'Give every id one row of features.',
    });
  }
  rowOf.set(id, row);
}

function noNumber(cell: string, where: string): DataError {
  return new DataError({
    code: 'features-unreadable',
    what: `expected a number and found "${cell.slice(0, 80)}"`,
    where,
    advice:
      'A file of features holds a header and numbers only, no SMILES and no names. If this column identifies the molecule of a row, ' +
      `and the table of molecules has it too: ${setting('data.featuresIdColumn')}.`,
  });
}
