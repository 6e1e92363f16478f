/** What a baseline is: a classical learner of one task. Tasks, missing labels, choice of settings and metrics are shared code. */
import { mean, type RandomStream } from '../base/index.ts';
import { type BinnedTable, binTable } from './binned-table.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { FingerprintTable } from './fingerprints.ts';

/** The training rows of one task that have its label. There is at least one, and for a classification both classes occur. */
export interface TaskData {
  readonly table: FingerprintTable;
  /** Numbers of the same rows, for trees. */
  readonly descriptors: DescriptorTable;
  /** All rows of the training part that count, with a label of this task or without. */
  readonly train: readonly number[];
  /** How many models are fitted in all: outputs of all tasks. */
  readonly models: number;
  /** Rows of the table, [examples]. */
  readonly rows: readonly number[];
  /** Quantities, or 0 and 1, [examples]. */
  readonly labels: Float64Array;
  /** How much each example counts, above 0, their mean 1, [examples]; undefined: all the same. */
  readonly weights?: Float64Array | undefined;
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

/** A number of an example, times how much the example counts. */
export function weighted({ weights }: Pick<TaskData, 'weights'>): (value: number, example: number) => number {
  return weights ? (value, example) => weights[example]! * value : (value) => value;
}

/** By how much the examples count. */
export function meanLabel(data: Pick<TaskData, 'labels' | 'weights'>): number {
  return mean(data.labels.map(weighted(data)));
}

const binnedTables = new WeakMap<DescriptorTable, { readonly train: readonly number[]; readonly table: BinnedTable }>();

/** The descriptors, cut by the training rows: once for all tasks and settings of a split. */
export function binned({ descriptors, train }: TaskData): BinnedTable {
  const known = binnedTables.get(descriptors);
  if (known?.train === train) return known.table;
  const table = binTable(descriptors, train);
  binnedTables.set(descriptors, { train, table });
  return table;
}

/** Columns that a forest tries at a split: the square root of all, or a third. */
export const triedAtSplit = {
  sqrt: (columns: number) => Math.round(Math.sqrt(columns)),
  third: (columns: number) => Math.round(columns / 3),
} as const;

/** Examples that the trees of all models may see, counted each time: about 10 s. */
const mostSeen = 4e6;
const fewestTrees = 50;

/** How many trees a model gets: fewer where there are many rows or tasks, and always as many for the same table. */
export function treesFor({ rows, models }: TaskData, most: number): number {
  return Math.max(fewestTrees, Math.min(most, Math.round(mostSeen / (rows.length * models))));
}
