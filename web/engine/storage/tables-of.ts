/** The tables of a run as they were given, or the example; none for a run that came without them. */
import type { TableFile } from '../protocol.ts';
import { exampleName, exampleTable } from '../site-files.ts';
import type { RunDatabase } from './run-database.ts';

export async function tablesOf(database: RunDatabase, id: string): Promise<readonly TableFile[]> {
  const record = await database.get(id);
  if (record?.config.data.dataset === exampleName) return [await exampleTable()];
  return record?.files ?? [];
}
