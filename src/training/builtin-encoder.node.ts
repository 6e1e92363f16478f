/** The pre-trained encoder that the package holds, read when it is asked for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../base/index.ts';
import { packageRoot } from '../platform/index.node.ts';
import { readEncoder } from './encoder-file.ts';

export type BuiltinEncoder = ReturnType<typeof readEncoder>;

export const encoderAsset = 'assets/encoder.safetensors';

/** Throws CheckpointError if the file is missing or damaged. */
export async function readBuiltinEncoder(): Promise<BuiltinEncoder> {
  const where = join(packageRoot(), encoderAsset);
  const bytes = await readFile(where).catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError({
      code: 'no-checkpoint',
      path: ['training', 'initFrom'],
      what: `the encoder of the package cannot be read (${cause.code})`,
      where,
      advice: 'Install graphsam anew, or name the folder of a run.',
      cause,
    });
  });
  return readEncoder(bytes, where);
}
