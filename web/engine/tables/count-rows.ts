/** How many rows a table has, read to its end while another worker predicts it. */
import type { TableFile } from '../protocol.ts';
import { nextTask } from '../threads/next-task.ts';
import { openTable } from './open-files.ts';

/** Rows between two turns of whatever else waits for this worker, drawings above all. */
const rowsATurn = 2000;

/** Throws the signal's reason once it is aborted. */
export async function countRows(file: TableFile, header: boolean, signal: AbortSignal | undefined): Promise<number> {
  const { rows } = await openTable(file, header);
  let count = 0;
  for await (const _row of rows) {
    count++;
    if (count % rowsATurn !== 0) continue;
    await nextTask();
    signal?.throwIfAborted();
  }
  return count;
}
