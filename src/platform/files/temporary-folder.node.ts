/** Folders for what is thrown away again. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MachineError, systemRefusal } from '../../base/index.ts';

/**
 * A new folder where the system keeps temporary files, called after what it is for; whoever asks removes it. Throws MachineError if there is no
 * such place, or none can be made in it.
 */
export async function temporaryFolder(purpose: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), `graphsam-${purpose}-`));
  } catch (error) {
    throw asTemporaryRefusal(error);
  }
}

/** The MachineError for a refusal of the file system to write a temporary file; any other error as it is. */
export function asTemporaryRefusal(error: unknown): unknown {
  const refusal = systemRefusal(error);
  if (!refusal || (error as NodeJS.ErrnoException).syscall === 'read') return error;
  return new MachineError({
    code: 'cannot-write',
    what: `the folder for temporary files cannot be used: ${refusal.reason}`,
    where: tmpdir(),
    advice: 'Name another in the variable TMPDIR (on Windows TEMP).',
    cause: error,
  });
}
