/** The first rows of a table, for looking at, and an iterable that still yields all of them. */
import type { Table, TableRow } from './table.ts';

const sampleSize = 1000;

export async function sampleRows(table: Table): Promise<{ sample: TableRow[]; rows: AsyncIterable<TableRow> }> {
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
  return { sample, rows: rows() };
}
