/** The tables of a run as they were given, or the example; none for a run that came without them. */
import type { TableFile } from '../protocol.ts';
import { exampleName, exampleTable } from '../site-files.ts';
import type { RunShelf } from './run-shelf.ts';

export async function tablesOf(shelf: RunShelf, id: string): Promise<readonly TableFile[]> {
  const record = await shelf.get(id);
  if (record?.config.data.dataset === exampleName) return [await exampleTable()];
  return record?.files ?? [];
}
