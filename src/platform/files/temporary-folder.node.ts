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
  const where = tmpdir();
  try {
    return await mkdtemp(join(where, `graphsam-${purpose}-`));
  } catch (cause) {
    const refusal = systemRefusal(cause);
    if (!refusal) throw cause;
    throw new MachineError({
      code: 'cannot-write',
      what: `the folder for temporary files cannot be used: ${refusal.reason}`,
      where,
      advice: 'Name another in the variable TMPDIR (on Windows TEMP).',
      cause,
    });
  }
}
