/** Damaged run folders: one file of a finished run changed or gone, and everything that reads such folders asked about it. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GraphsamError, RandomStream } from '../../src/base/index.ts';
import { readModelFile } from '../../src/predict/model-file.node.ts';
import { readEpochs, readRun } from '../../src/runs/index.node.ts';
import { readSafetensors, runFiles } from '../../src/runs/index.ts';
import { damagedBytes, pick } from './damage.ts';
import type { Defect, FuzzOptions } from './fuzzers.ts';

const files = [runFiles.run, runFiles.metrics, runFiles.checkpoint, runFiles.model, runFiles.splits];

export async function fuzzRunFolders(
  run: string,
  isOwn: (error: unknown) => error is GraphsamError,
  { count, seed }: FuzzOptions,
): Promise<Defect[]> {
  const stream = new RandomStream(seed, 'fuzz run folders');
  const copy = `${run}-damaged`;
  const defects: Defect[] = [];
  for (let input = 0; input < count; input++) {
    await cp(run, copy, { recursive: true });
    const file = pick(files, stream);
    const isGone = stream.below(8) === 0;
    if (isGone) await rm(join(copy, file));
    else await writeFile(join(copy, file), damagedBytes(await readFile(join(copy, file)), stream));
    const readers: readonly (() => Promise<unknown>)[] = [
      () => readRun(copy),
      () => readEpochs(copy),
      () => readModelFile(copy),
      async () => readSafetensors(await readFile(join(copy, runFiles.checkpoint)), runFiles.checkpoint),
    ];
    let noticed = false;
    for (const read of readers) {
      await read().catch((error: NodeJS.ErrnoException) => {
        noticed = true;
        if (!isOwn(error) && error.code !== 'ENOENT')
          defects.push({ input, what: error.stack ?? String(error), shown: file });
      });
    }
    // Weights must not be taken as they are; texts may stay readable.
    const isChecked = file === runFiles.checkpoint || file === runFiles.model;
    if (isChecked && !noticed) defects.push({ input, what: 'damage went unnoticed', shown: file });
    await rm(copy, { recursive: true, force: true });
  }
  return defects;
}
