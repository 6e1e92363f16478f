/** What a pre-training tells: plain data that crosses threads. */
import type { Reject } from '../data/index.ts';
import type { FinishedFit, InterruptedRun, TrainingEvent } from '../runs/index.ts';

export type PretrainEvent =
  | TrainingEvent
  | {
      /** Molecules are read and prepared; not told of a corpus that is found on disk. */
      readonly kind: 'preparing';
      /** Of the tables, so far. */
      readonly rows: number;
    }
  | {
      /** An interruption came before all molecules were prepared; the same pre-training goes on with those that are. */
      readonly kind: 'corpus-kept';
      readonly folder: string;
    }
  | {
      readonly kind: 'corpus';
      readonly name: string;
      readonly molecules: number;
      readonly tableLength: number;
      readonly rejects: readonly Reject[];
      readonly notes: readonly string[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'pretraining';
      readonly folder: string;
      readonly training: number;
      readonly validation: number;
      readonly seed: number;
      readonly model: string;
      readonly preset: string;
      /** With the maps of the tasks. */
      readonly parameters: number;
      readonly optimizer: string;
      readonly runtime: string;
      readonly threads: number;
      readonly tasks: TaskSizes;
    };

export interface TaskSizes {
  /** Classes of contexts, "no label" and "other" among them; bonds: 0 where the model has no states of bonds. */
  readonly atomClasses: number;
  readonly bondClasses: number;
  readonly motifs: number;
  /** Of the molecule as a whole; 0 where they are no task. */
  readonly descriptors: number;
  readonly bits: number;
}

export type FinishedPretraining = FinishedFit;
export type PretrainResult = FinishedPretraining | InterruptedRun;
