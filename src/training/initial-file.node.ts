/** The bytes of the file that a training starts from, or those that are needed of them. */
import { readFile } from 'node:fs/promises';
import { CheckpointError } from '../base/index.ts';

interface IfMissing {
  /** That there is no such file. */
  readonly what: string;
  readonly advice: string;
}

/** Throws CheckpointError where there is no such file. */
export function readInitialFile(
  where: string,
  { what, advice }: IfMissing,
  read: (path: string) => Promise<Uint8Array> = readFile,
): Promise<Uint8Array> {
  return read(where).catch((cause: NodeJS.ErrnoException) => {
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
