/** The shelf of this browser: its storage, or memory where it gives none. */
import { openIndexedShelf } from './indexed-shelf.ts';
import { MemoryShelf, type RunShelf } from './run-shelf.ts';

let shelf: Promise<RunShelf> | undefined;

/** One a worker. */
export function openShelf(): Promise<RunShelf> {
  shelf ??= openIndexedShelf().catch(
    (error: Error) => new MemoryShelf(`Runs last as long as this page: ${error.message}`),
  );
  return shelf;
}
