import { CheckpointError } from '../../../src/index.web.ts';
import type { RunShelf, StoredRunRecord } from './run-shelf.ts';

/** Throws CheckpointError if the run is not there. */
export async function recordOf(shelf: RunShelf, id: string): Promise<StoredRunRecord> {
  const record = await shelf.get(id);
  if (record) return record;
  throw new CheckpointError({ what: 'this run is no longer in the browser', advice: 'It was deleted; train again.' });
}
