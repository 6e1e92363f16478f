/** Runs of this and earlier visits, for a list: newest first. */
import { parseRunFile, requireTraining, runFiles } from '../../../src/index.web.ts';
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
    found: finished ? await foundOf(shelf, id) : undefined,
    status: finished ? 'finished' : 'unfinished',
    busy: isBusy(id),
    stuck: whyStuck(record),
    epochsDone: (await shelf.epochs(id)).length,
    epochs: config.training.epochs,
    sizeBytes: await shelf.sizeOf(id),
  };
}

/** Undefined for a run whose run.json cannot be read: opening it says why. */
async function foundOf(shelf: RunShelf, id: string): Promise<SavedRun['found']> {
  const bytes = await shelf.readFile(id, runFiles.run);
  if (!bytes) return undefined;
  try {
    const { data, model, result } = requireTraining(parseRunFile(new TextDecoder().decode(bytes), runFiles.run), id);
    const [first] = Object.entries(result?.test ?? {});
    const value = first?.[1].mean;
    const metric = first && typeof value === 'number' ? { name: first[0], value } : undefined;
    return { tasks: data.tasks, model: model.name, metric };
  } catch {
    return undefined;
  }
}
