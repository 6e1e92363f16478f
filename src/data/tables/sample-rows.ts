/** The first rows of a table, for looking at, and an iterable that still yields all of them. */
import { DataError, setting } from '../../base/index.ts';
import { beginningOf, bytesOfTexts } from './beginning.ts';
import type { Table, TableRow } from './table.ts';

interface SampledRows {
  readonly sample: readonly TableRow[];
  /** The table has no other rows. */
  readonly isWhole: boolean;
  /** All of them; can be read once. */
  readonly rows: AsyncIterable<TableRow>;
}

/** A thousand rows, or fewer of a table whose rows hold much. */
export async function sampleRows(table: Table): Promise<SampledRows> {
  const bytesOf = ({ cells, molblock = '' }: TableRow): number => bytesOfTexts(cells) + molblock.length;
  const { items, isWhole, all } = await beginningOf(table.rows, bytesOf);
  return { sample: items, isWhole, rows: all };
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
