/** Several baselines over several seeds: the numbers of `graphsam baselines`. */
import { join } from 'node:path';
import type { TrainConfig } from '../runs/index.ts';
import { type FinishedBaseline, fitOnSplits, openBaselineData } from './run-baseline.node.ts';

export interface SeededBaselinesOptions {
  readonly names: readonly string[];
  /** Each draws a split and what the baselines draw. */
  readonly seeds: readonly number[];
  /** Where run folders are left, `<folder>/<baseline>/seed_<seed>`; default: nowhere. */
  readonly folder?: string | undefined;
  readonly overwrite?: boolean;
}

/** What is known of the data when a seed's have been read, and then each result of this seed. */
export type SeededBaselineEvent =
  | {
      readonly kind: 'data';
      readonly seed: number;
      readonly name: string;
      readonly molecules: number;
      readonly rejected: number;
      readonly taskType: string;
      readonly tasks: readonly string[];
      readonly notes: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'baseline'; readonly seed: number; readonly fold: number; readonly run: FinishedBaseline };

export async function* fitSeededBaselines(
  config: TrainConfig,
  { names, seeds, folder, overwrite = false }: SeededBaselinesOptions,
): AsyncGenerator<SeededBaselineEvent> {
  for (const seed of seeds) {
    const seeded = { ...config, split: { ...config.split, seed }, training: { ...config.training, seed } };
    const opened = await openBaselineData(seeded);
    const { dataset, rejects, notes, warnings } = opened.data;
    const { name: data, smiles, taskType, taskNames: tasks } = dataset;
    const counts = { molecules: smiles.length, rejected: rejects.length };
    yield { kind: 'data', seed, name: data, ...counts, taskType, tasks, notes, warnings };
    for (const name of names) {
      const output = folder === undefined ? undefined : { folder: join(folder, name, `seed_${seed}`), overwrite };
      const runs = await fitOnSplits(opened, name, output);
      for (const [fold, run] of runs.entries()) yield { kind: 'baseline', seed, fold, run };
    }
  }
}
