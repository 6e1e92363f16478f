/**
 * Which row of a feature table belongs to which row of the molecules: the one with its row number, or, where the feature table has ids, the one
 * with its id. Ids are seen while the table of molecules streams by, whatever else is done with it.
 */
import { DataError, setting } from '../base/index.ts';
import type { Dataset } from './dataset.ts';
import { columnOf, type FeatureTable } from './feature-table.ts';
import { type FollowedRows, followRows } from './followed-rows.ts';
import type { Table } from './tables/table.ts';

/** Either the row of the feature table, or the id that it lacks. */
export type FeatureRow = { readonly row: number } | { readonly lacking: string };

export type FeatureRows = FollowedRows<FeatureRow>;

/** Throws DataError if a table lacks the column of ids. */
export function followFeatures(tables: readonly Table[], { ids }: FeatureTable): FeatureRows {
  if (!ids) return { tables, of: (row) => ({ row }) };
  return followRows(tables, (table) => {
    const column = columnOf(table, ids.column);
    return ({ cells }) => {
      const id = cells[column]!.trim();
      const row = ids.rowOf.get(id);
      return row === undefined ? { lacking: id } : { row };
    };
  });
}

/**
 * The row of features of each molecule, [molecules]; to be called once all tables were read. Throws DataError if the numbers of rows
 * differ (rows without a readable molecule counted), or, with ids, naming the first molecules that have no row.
 */
export function featureRowsOf(dataset: Dataset, features: FeatureTable, followed: FeatureRows): Int32Array {
  requireRows(features, dataset.tableLength, dataset.name);
  const found = Array.from(dataset.tableRows, (row) => followed.of(row, dataset));
  const lacking = found.flatMap((each, molecule) =>
    'lacking' in each ? [`"${each.lacking}" of line ${dataset.lines[molecule]}`] : [],
  );
  if (lacking.length === 0) return Int32Array.from(found, (each) => ('row' in each ? each.row : -1));
  throw new DataError({
    code: 'features-missing',
    path: ['data', 'featuresPath'],
    what: `${lacking.length} of ${found.length} molecules of ${dataset.name} have no row of features: ${named(lacking)}`,
    where: features.name,
    advice: `Give each of them a row with its ${features.ids!.column}, empty where there is no value, or leave them out of the table.`,
  });
}

/** Without ids rows go by their order, so their number has to be that of the molecules' table, rejected rows counted. */
export function requireRows({ name, rows, ids }: FeatureTable, tableLength: number, tableName: string): void {
  if (ids || rows === tableLength) return;
  throw new DataError({
    code: 'features-mismatch',
    path: ['data', 'featuresPath'],
    what: `it has ${rows} rows of features, and ${tableName} has ${tableLength} rows`,
    where: name,
    advice:
      'Give a row of features for each row of the table, in its order, rows without a readable molecule included; or give both ' +
      `files a column of ids and name it with ${setting('data.featuresIdColumn')}.`,
  });
}

function named(items: readonly string[]): string {
  return items.slice(0, 5).join(', ') + (items.length > 5 ? ', ...' : '');
}
