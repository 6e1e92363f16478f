/** Trainings of the search: what is wanted, and what is kept of a finished one. */
import type { Settings } from './candidates.ts';

/** A training that is wanted: a candidate on one split of one table. */
export interface WantedRun {
  readonly candidate: string;
  readonly dataset: string;
  readonly split: string;
  /** Of the split, of the initial weights and of the order of the molecules. */
  readonly seed: number;
}

export interface RunRecord extends WantedRun {
  readonly settings: Settings;
  /** Another candidate, which is the same training on this table: that one was run. */
  readonly sameAs?: string;
  readonly status: 'finished' | 'failed';
  readonly error?: string;
  readonly metric?: string;
  /** Of the best validation epoch, of averaged weights where they are kept: the objective of the search. */
  readonly validation?: number;
  /** The best of the weights behind the averaged ones. */
  readonly rawValidation?: number;
  readonly lastValidation?: number;
  /** Of the best validation epoch; stored for later, never read by the search. */
  readonly test?: number;
  readonly epochs?: number;
  readonly bestEpoch?: number;
  readonly parameters?: number;
  /** User and system time of the whole process: reading, training, testing, writing. */
  readonly cpuSeconds?: number;
  /** Of the last commit that changed src or the dependencies. */
  readonly code: string;
}

export const isHigherBetter = (metric: string | undefined): boolean => metric === 'roc-auc';

export const keyOf = ({ candidate, dataset, split, seed }: WantedRun): string =>
  `${candidate}-${dataset}-${split}-seed${seed}`;
