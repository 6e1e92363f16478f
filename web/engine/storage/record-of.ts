import { CheckpointError } from '../../../src/index.web.ts';
import type { RunDatabase, StoredRunRecord } from './run-database.ts';

/** Throws CheckpointError if the run is not there. */
export async function recordOf(database: RunDatabase, id: string): Promise<StoredRunRecord> {
  const record = await database.get(id);
  if (record) return record;
  throw new CheckpointError({ what: 'this run is no longer in the browser', advice: 'It was deleted; train again.' });
}
