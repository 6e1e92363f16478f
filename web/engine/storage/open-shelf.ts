/** The shelf of this browser: its storage, or memory where it gives none. */
import { openIndexedShelf } from './indexed-shelf.ts';
import { MemoryShelf, type RunShelf } from './run-shelf.ts';
import { SpillingShelf } from './spilling-shelf.ts';

let shelf: Promise<RunShelf> | undefined;
/** Called for a run that moves into memory, since the storage is full. */
let listener: (reason: string) => void = () => {};

/** One a worker. */
export function openShelf(): Promise<RunShelf> {
  shelf ??= openIndexedShelf().then(
    (disk) => {
      const spilling = new SpillingShelf(disk);
      spilling.onSpill = (reason) => listener(reason);
      return spilling;
    },
    (error: Error) => new MemoryShelf(`Runs last as long as this page: ${error.message}`),
  );
  return shelf;
}

export function onSpill(listen: (reason: string) => void): void {
  listener = listen;
}
