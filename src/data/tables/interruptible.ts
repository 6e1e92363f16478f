/** Reading that can be stopped. */
import type { Table } from './table.ts';

/** The same table, whose rows end with the signal's reason, thrown, once it is aborted. */
export function interruptibleTable(table: Table, signal: AbortSignal): Table {
  return { ...table, rows: interruptibleRows(table.rows, signal) };
}

async function* interruptibleRows<Row>(rows: AsyncIterable<Row>, signal: AbortSignal): AsyncGenerator<Row> {
  for await (const row of rows) {
    signal.throwIfAborted();
    yield row;
  }
}
