/** Runs of this and earlier visits, for a list: newest first. */
import type { SavedRun } from '../protocol.ts';
import { lockedRuns } from '../storage/run-lock.ts';
import type { RunShelf } from '../storage/run-shelf.ts';

export async function savedRuns(shelf: RunShelf): Promise<SavedRun[]> {
  const isBusy = await lockedRuns();
  const records = (await shelf.list()).sort((a, b) => b.created - a.created);
  return Promise.all(
    records.map(async ({ id, title, created, config, data, finished }): Promise<SavedRun> => {
      const epochsDone = (await shelf.epochs(id)).length;
      const status = finished ? 'finished' : 'unfinished';
      const sizeBytes = await shelf.sizeOf(id);
      const { epochs } = config.training;
      return { id, title, created, status, busy: isBusy(id), config, data, epochsDone, epochs, sizeBytes };
    }),
  );
}
