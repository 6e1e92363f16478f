/** How much memory a training takes: it is begun in a folder of its own, and left after its first epoch. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../platform/index.node.ts';
import type { Cell } from '../cell.ts';
import { measureInProcess } from '../cell-process.node.ts';

/** Peak memory of its process, in bytes. Throws what the training throws, and the signal's reason. */
export async function measureCell({ config, baseline }: Cell, signal?: AbortSignal): Promise<number> {
  const folder = await temporaryFolder('measure');
  try {
    return await measureInProcess({ config, folder: join(folder, 'run'), resume: false, baseline }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
