/** Reads the weights that a run kept, in the order of its epochs. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, type ParameterLayout, setting, type Vector } from '../base/index.ts';
import { decodeKeptWeights, epochOfKeptWeights, keptWeightsFile, keptWeightsFolder } from './kept-weights.ts';

export interface KeptWeights {
  readonly epoch: number;
  readonly weights: Vector;
}

/** Throws CheckpointError if the run kept none, or if a file is damaged. */
export async function readKeptWeights(run: string, layout: ParameterLayout): Promise<KeptWeights[]> {
  const folder = join(run, keptWeightsFolder);
  const names = await readdir(folder).catch(() => []);
  const epochs = names.flatMap((name) => epochOfKeptWeights(name) ?? []).sort((left, right) => left - right);
  if (epochs.length === 0) {
    throw new CheckpointError({
      code: 'no-kept-weights',
      path: ['training', 'keepWeights'],
      what: 'the run kept no weights of its epochs',
      where: folder,
      advice: `Train it with ${setting('training.keepWeights', 1)}.`,
    });
  }
  const kept: KeptWeights[] = [];
  for (const epoch of epochs) {
    const where = join(folder, keptWeightsFile(epoch));
    kept.push({ epoch, weights: decodeKeptWeights(await readFile(where), layout, where) });
  }
  return kept;
}
