/** The thread that touches a lock. It writes the same content again, not a time of its own: so the time is that of the file server's clock. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { parseHolder } from './lock-holder.node.ts';

export interface KeptLease {
  readonly path: string;
  /** Of the holder whose lock it is. */
  readonly id: string;
  readonly touchMs: number;
}

const { path, id, touchMs } = workerData as KeptLease;
const timer = setInterval(touch, touchMs);
touch();

/** A lock that was moved away between opening and writing is touched where nobody looks any more. */
function touch(): void {
  try {
    const file = openSync(path, 'r+');
    try {
      const content = readFileSync(file, 'utf8');
      if (parseHolder(content)?.id === id) {
        writeSync(file, content, 0);
        fsyncSync(file);
      } else clearInterval(timer);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    // Gone: released or taken over. Anything else, a server that does not answer for instance, may pass.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') clearInterval(timer);
  }
}
