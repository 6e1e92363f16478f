/** A study as a journal that optuna-dashboard shows and that Python's `study.ask()` continues. */
import { open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '../base/index.ts';
import { withOptunaLock } from './optuna-lock.node.ts';
import { type JournalRecord, missingRecords } from './optuna-records.ts';
import type { Direction, Study, Trial } from './trial.ts';

export const journalName = 'optuna-journal.log';

export interface JournalOptions {
  readonly direction: Direction;
  /** No trial goes on for now. */
  readonly isOver: boolean;
}

/** Appends what is missing in the journal of a study's folder. */
export async function writeJournal(
  folder: string,
  study: Study,
  trials: readonly Trial[],
  options: JournalOptions,
): Promise<void> {
  const path = join(folder, journalName);
  await withOptunaLock(path, async () => {
    const known = await readRecords(path);
    const records = missingRecords(study, trials, known, { ...options, worker: `graphsam-${process.pid}`, version });
    if (records.length === 0) return;
    const file = await open(path, 'a');
    try {
      await file.writeFile(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/** Under the lock: a last line without an end was cut off by a kill, and never counted. */
async function readRecords(path: string): Promise<JournalRecord[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) await truncate(path, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JournalRecord);
}
