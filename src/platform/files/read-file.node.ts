/** Files that may not be there. One that is there and cannot be read is another thing: nobody may take it for absent and write over it. */
import { readFile } from 'node:fs/promises';
import { MachineError, systemRefusal } from '../../base/index.ts';

/** undefined if there is no such file. Throws MachineError if it cannot be read. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (isAbsence(error)) return undefined;
    throw asUnreadable(error, path);
  });
}

/** Of a file, or of a folder above it; also where none can be. */
export function isAbsence({ code = '' }: NodeJS.ErrnoException): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(code);
}

/** The MachineError for a refusal of the file system to read path; any other error as it is. */
export function asUnreadable(error: NodeJS.ErrnoException, path: string): unknown {
  const refusal = systemRefusal(error);
  if (!refusal) return error;
  const { reason, advice = 'Look at the disk, or at the file server.' } = refusal;
  return new MachineError({
    code: 'system-refuses',
    what: `cannot read: ${reason}`,
    where: path,
    advice,
    cause: error,
  });
}
