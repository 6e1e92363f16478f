/** One training of a comparison: where it stands in the grid, and its whole configuration. */
import type { TrainConfig } from '../runs/index.ts';

export interface Cell {
  /** Name of its run folder, for instance `esol-compt-graphsam-random-seed0`. */
  readonly name: string;
  readonly dataset: string;
  /** `classical` for a baseline. */
  readonly model: string;
  /** The optimizer's label, or the baseline's name. */
  readonly optimizer: string;
  readonly split: string;
  readonly seed: number;
  readonly config: TrainConfig;
  /** Set for a classical model: its name in the registry of baselines. */
  readonly baseline?: string;
  /** Set for one split of several that is a run of its own, from 0. */
  readonly fold?: number;
}

/** What decides the numbers of a training. */
export interface CellContent extends Pick<Cell, 'config'> {
  readonly baseline?: string | undefined;
  readonly fold?: number | undefined;
}

/** Stands where the model's name stands, for classical models. */
export const classical = 'classical';

/** What the runs of one line of a table have in common. */
export type CellCoordinates = Pick<Cell, 'dataset' | 'model' | 'optimizer' | 'split'>;

/** A name for a folder from any words: letters, digits and a few signs stay. */
export function folderName({
  dataset,
  model,
  optimizer,
  split,
  seed,
}: CellCoordinates & { readonly seed: number }): string {
  return [dataset, model, optimizer, split, `seed${seed}`].map((word) => word.replace(/[^\w.+=@-]+/g, '_')).join('-');
}
