/**
 * Augmentation by atom order: what a model reads of a molecule with its atoms in an order drawn for this row and this epoch. The order hangs
 * on nothing but seed, row and epoch, so a training that is continued sees what it would have seen.
 */
import { RandomStream } from '../base/index.ts';
import { inRandomOrder, type Molecule } from '../chem/index.ts';
import type { Model } from '../models/index.ts';
import type { TrainConfig } from '../runs/index.ts';

export function drawnFeatures(
  molecules: readonly Molecule[],
  model: Pick<Model, 'featurize'>,
  { training: { seed } }: Pick<TrainConfig, 'training'>,
): (row: number, epoch: number) => unknown {
  return (row, epoch) => {
    const molecule = molecules[row]!;
    const stream = new RandomStream(seed, `atom order of row ${row} in epoch ${epoch}`);
    return model.featurize(inRandomOrder(molecule, stream));
  };
}
