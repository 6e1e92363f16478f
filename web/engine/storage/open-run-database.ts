/** The runs of this browser: in its storage, or in memory where it gives none. */
import { openIndexedDbRunDatabase } from './indexed-db-run-database.ts';
import { MemoryRunDatabase } from './memory-run-database.ts';
import { OverflowRunDatabase } from './overflow-run-database.ts';
import type { RunDatabase } from './run-database.ts';

let database: Promise<RunDatabase> | undefined;
/** Called for a run that moves into memory, since the storage is full. */
let listener: (reason: string) => void = () => {};

/** One a worker. */
export function openRunDatabase(): Promise<RunDatabase> {
  database ??= openIndexedDbRunDatabase().then(
    (storage) => {
      const overflowing = new OverflowRunDatabase(storage);
      overflowing.onOverflow = (reason) => listener(reason);
      return overflowing;
    },
    (error: Error) => new MemoryRunDatabase(`Runs last as long as this page: ${error.message}`),
  );
  return database;
}

export function onOverflow(listen: (reason: string) => void): void {
  listener = listen;
}
