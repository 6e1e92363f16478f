/** The first rows of a table, for looking at, and an iterable that still yields all of them. */
import { DataError, setting } from '../../base/index.ts';
import type { Table, TableRow } from './table.ts';

const sampleSize = 1000;

export async function sampleRows(
  table: Table,
): Promise<{ sample: TableRow[]; isWhole: boolean; rows: AsyncIterable<TableRow> }> {
  const iterator = table.rows[Symbol.asyncIterator]();
  const sample: TableRow[] = [];
  while (sample.length < sampleSize) {
    const next = await iterator.next();
    if (next.done) break;
    sample.push(next.value);
  }
  async function* rows(): AsyncGenerator<TableRow> {
    try {
      yield* sample;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { sample, isWhole: sample.length < sampleSize, rows: rows() };
}

/** Cells from which on a table is not held whole to look for its targets. */
const mostCells = 30_000_000;

/** All rows. Throws DataError for a table that is too large to look at whole. */
export async function allRows(table: Table): Promise<{ sample: TableRow[]; rows: AsyncIterable<TableRow> }> {
  const sample: TableRow[] = [];
  for await (const row of table.rows) {
    if (sample.push(row) * table.columns.length > mostCells) throw tooLarge(table);
  }
  async function* rows(): AsyncGenerator<TableRow> {
    yield* sample;
  }
  return { sample, rows: rows() };
}

function tooLarge({ name, columns }: Table): DataError {
  return new DataError({
    code: 'table-too-large',
    path: ['data', 'targetColumns'],
    what: `the table has more than ${mostCells / 1e6} million cells (${columns.length} columns), too many to look for its targets`,
    where: name,
    advice: `Name the targets with ${setting('data.targetColumns')}: then only these columns are kept.`,
  });
}
