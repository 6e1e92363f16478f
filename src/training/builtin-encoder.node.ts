/** The pre-trained encoder that the package holds, read when it is asked for. */
import { join } from 'node:path';
import { packageRoot } from '../platform/index.node.ts';
import { readEncoder } from './encoder-file.ts';
import { readInitialFile } from './initial-file.node.ts';

export type BuiltinEncoder = ReturnType<typeof readEncoder>;

export const encoderAsset = 'assets/encoder.safetensors';

/** Throws CheckpointError if the file is missing or damaged. */
export async function readBuiltinEncoder(): Promise<BuiltinEncoder> {
  const where = join(packageRoot(), encoderAsset);
  const advice = 'Install graphsam again, or name the folder of a run.';
  const bytes = await readInitialFile(where, 'the encoder of the package cannot be read', advice);
  return readEncoder(bytes, where);
}
