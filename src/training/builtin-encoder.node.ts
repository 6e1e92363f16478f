/** The pre-trained encoder that the package holds, read when it is asked for. */
import { join } from 'node:path';
import { packageRoot } from '../platform/index.node.ts';
import { readSafetensorsStart } from '../runs/index.node.ts';
import { readSafetensorsMetadata } from '../runs/index.ts';
import { type DescribedEncoder, describedEncoder, readEncoder } from './encoder-file.ts';
import { readInitialFile } from './initial-file.node.ts';

export type BuiltinEncoder = ReturnType<typeof readEncoder>;

export const encoderAsset = 'assets/encoder.safetensors';

const where = join(packageRoot(), encoderAsset);
const ifMissing = {
  what: 'the encoder of the package cannot be read',
  advice: 'Install graphsam again, or name the folder of a run.',
};

/** Throws CheckpointError if the file is missing or damaged. */
export async function readBuiltinEncoder(): Promise<BuiltinEncoder> {
  return readEncoder(await readInitialFile(where, ifMissing), where);
}

/** What it is, without its weights, which are read where they are used. Throws CheckpointError if the file is missing or no encoder. */
export async function readBuiltinFacts(): Promise<DescribedEncoder> {
  const start = await readInitialFile(where, ifMissing, readSafetensorsStart);
  return describedEncoder(readSafetensorsMetadata(start, where), where);
}
