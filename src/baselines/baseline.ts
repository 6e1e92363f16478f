/** What a baseline is: a classical learner of one task. Tasks, missing labels, choice of settings and metrics are shared code. */
import type { RandomStream } from '../base/index.ts';
import type { FingerprintTable } from './fingerprints.ts';

/** The training rows of one task that have its label. There is at least one, and for a classification both classes occur. */
export interface TaskData {
  readonly table: FingerprintTable;
  /** Rows of the table, [examples]. */
  readonly rows: readonly number[];
  /** Quantities, or 0 and 1, [examples]. */
  readonly labels: Float64Array;
  /** Labels are 0 and 1, to be fitted by probabilities; else they are quantities. */
  readonly isLogistic: boolean;
}

/** Predicts one row of the table: original units, or the probability of class 1. */
export type TaskModel = (row: number) => number;

export type BaselineSettings = Readonly<Record<string, number | string>>;

export interface Baseline<Settings extends BaselineSettings = BaselineSettings> {
  /** As users write it, for instance `forest`. */
  readonly name: string;
  /** For help and documentation. */
  readonly summary: string;
  readonly citation?: string;
  /**
   * What the validation part chooses from. The first stands where there is no validation part, and wins ties.
   */
  readonly candidates: readonly Settings[];
  fit(data: TaskData, settings: Settings, random: RandomStream): TaskModel;
}
