/** The bytes of the file that a training starts from, or those that are needed of them. */
import { readFile } from 'node:fs/promises';
import { CheckpointError } from '../base/index.ts';

interface IfMissing {
  /** The setting that names the run. Default: training.initFrom. */
  readonly path?: readonly string[];
  /** That there is no such file. */
  readonly what: string;
  readonly advice: string;
}

/** Throws CheckpointError where there is no such file. */
export function readInitialFile(
  where: string,
  { path = ['training', 'initFrom'], what, advice }: IfMissing,
  read: (path: string) => Promise<Uint8Array> = readFile,
): Promise<Uint8Array> {
  return read(where).catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError({
      code: 'no-checkpoint',
      path,
      what: `${what} (${cause.code})`,
      where,
      advice,
      cause,
    });
  });
}
