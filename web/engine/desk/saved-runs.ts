/** Runs of this and earlier visits, for a list: newest first. */
import type { SavedRun } from '../protocol.ts';
import { lockedRuns } from '../storage/run-lock.ts';
import type { RunShelf, StoredRunRecord } from '../storage/run-shelf.ts';
import { whyStuck } from '../storage/why-stuck.ts';

export async function savedRuns(shelf: RunShelf): Promise<SavedRun[]> {
  const isBusy = await lockedRuns();
  const records = (await shelf.list()).sort((a, b) => b.created - a.created);
  return Promise.all(records.map((record) => savedRun(shelf, record, isBusy)));
}

export async function savedRun(
  shelf: RunShelf,
  record: StoredRunRecord,
  isBusy: (id: string) => boolean,
): Promise<SavedRun> {
  const { id, title, from, created, config, data, finished } = record;
  return {
    id,
    title,
    from,
    created,
    config,
    data,
    status: finished ? 'finished' : 'unfinished',
    busy: isBusy(id),
    stuck: whyStuck(record),
    epochsDone: (await shelf.epochs(id)).length,
    epochs: config.training.epochs,
    sizeBytes: await shelf.sizeOf(id),
  };
}
