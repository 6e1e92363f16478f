/** The bytes of the file that a training starts from. */
import { readFile } from 'node:fs/promises';
import { CheckpointError } from '../base/index.ts';

/** what: that there is no such file. Throws CheckpointError that says so. */
export function readInitialFile(where: string, what: string, advice: string): Promise<Uint8Array> {
  return readFile(where).catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError({
      code: 'no-checkpoint',
      path: ['training', 'initFrom'],
      what: `${what} (${cause.code})`,
      where,
      advice,
      cause,
    });
  });
}
