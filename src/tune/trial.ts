/** A trial and a study as plain data: what their files hold. */
import type { TrainConfigInput } from '../runs/index.ts';
import type { Settings, Space } from './space.ts';
import type { SamplerName } from './suggest.ts';

/** One training of a trial: a seed, and a fold where the split has several. */
export interface Replicate {
  /** Of split and training. Default: those of the configuration. */
  readonly seed?: number | undefined;
  /** From 0. */
  readonly fold?: number | undefined;
}

/** A training for each split of the data; of one split there is no more to say. */
export function replicatesOfSplits(splits: number): Replicate[] {
  return splits > 1 ? Array.from({ length: splits }, (_, fold) => ({ fold })) : [{}];
}

export interface Study {
  readonly format: 1;
  readonly space: Space;
  /** What all trials have in common. */
  readonly base: TrainConfigInput;
  readonly replicates: readonly Replicate[];
  /** Epochs after which trials are compared, in rising order; the last one is the whole training. */
  readonly rungs: readonly number[];
  readonly sampler: SamplerName;
  readonly seed: number;
  /** SHA-256 of its tables. Undefined: of known data sets, or begun before this was stored. */
  readonly tables?: readonly string[] | undefined;
}

export interface Trial {
  /** From 0. */
  readonly number: number;
  readonly settings: Settings;
  /** The rung that it may be trained to, from 0. */
  readonly level: number;
  /** Mean of the validation metric over the replicates at each rung that it has reached; of the best epoch up to there. */
  readonly values: readonly number[];
  /** The same of each replicate at the last of these rungs. */
  readonly perReplicate: readonly number[];
  /** Means over the replicates after each epoch, up to the last of these rungs. */
  readonly curve: readonly (number | null)[];
  /** Name of the metric, once there is a value. */
  readonly metric?: string | undefined;
  /** Of several quantities: values are means in units of each one's deviation, since a mean of their own would mix units. */
  readonly isStandardized?: true | undefined;
  /** Why it cannot be trained. */
  readonly failure?: string | undefined;
  /** ISO 8601. */
  readonly started: string;
  readonly ended?: string | undefined;
}

export type Direction = 'lower' | 'higher';

/** It has what it was to have, for now. */
export function isSettled({ values, level, failure }: Trial): boolean {
  return failure !== undefined || values.length > level;
}

/** Negative if `left` is the better one of two values. */
export function compareValues(left: number, right: number, direction: Direction): number {
  return direction === 'lower' ? left - right : right - left;
}

/** The best first: those that came further, then by their value there; failed ones last. Without those that have no value yet. */
export function ranked(trials: readonly Trial[], direction: Direction): Trial[] {
  const reached = ({ failure, values }: Trial): number => (failure === undefined ? values.length : -1);
  return trials
    .filter(({ values, failure }) => values.length > 0 || failure !== undefined)
    .toSorted(
      (left, right) =>
        reached(right) - reached(left) ||
        compareValues(left.values.at(-1) ?? 0, right.values.at(-1) ?? 0, direction) ||
        left.number - right.number,
    );
}

/** The best of those that were trained to the end; undefined if there is none. */
export function bestTrial(
  { rungs }: Pick<Study, 'rungs'>,
  trials: readonly Trial[],
  direction: Direction,
): Trial | undefined {
  const [first] = ranked(trials, direction);
  return first && first.failure === undefined && first.values.length === rungs.length ? first : undefined;
}
