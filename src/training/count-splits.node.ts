/** How many splits a training will have, known before its table is read: a search plans a training for each of them. */
import { countSplitsOfFile, defaultFolds } from '../data/index.ts';
import { givesParts, type TrainConfig } from '../runs/index.ts';
import { readSplits } from './data-source.node.ts';

/** As prepareData makes them. Throws DataError if the splits file cannot be read or understood. */
export async function countSplits({ data, split }: Pick<TrainConfig, 'data' | 'split'>): Promise<number> {
  if (split.file !== undefined) {
    const { splitsFile } = await readSplits(split.file);
    return countSplitsOfFile(splitsFile, split.file);
  }
  if (givesParts({ data, split })) return 1;
  return split.folds ?? (split.type === 'cv' ? defaultFolds : 1);
}
