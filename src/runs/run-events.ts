/** What a whole run tells beyond its training: plain data that crosses threads. */
import type { Reject, SplitReport } from '../data/index.ts';
import type { MetricValues } from '../metrics/index.ts';
import type { TrainingEvent } from './events.ts';
import type { Initialization } from './initialization.ts';
import type { ProbeSummary } from './probe-record.ts';

/** The events of one training. */
export type SingleRunEvent =
  | TrainingEvent
  /** Rows of a table that were read so far, now and then. */
  | { readonly kind: 'reading'; readonly rows: number }
  /** Molecules that are described for classical models so far, now and then. */
  | { readonly kind: 'describing'; readonly molecules: number; readonly of: number }
  | {
      readonly kind: 'data';
      readonly name: string;
      readonly molecules: number;
      /** Values of all targets. */
      readonly labels: number;
      readonly tableLength: number;
      readonly taskType: string;
      readonly tasks: readonly string[];
      readonly rejects: readonly Reject[];
      readonly notes: readonly string[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'model';
      /** Which split of how many, from 1. */
      readonly fold: number;
      readonly folds: number;
      readonly folder: string;
      readonly split: SplitReport;
      readonly model: string;
      readonly preset: string;
      readonly parameters: number;
      readonly optimizer: string;
      readonly runtime: string;
      readonly threads: number;
    }
  | { readonly kind: 'initialized'; readonly initialization: Initialization }
  /** Classical models were fitted on the split of the training. */
  | {
      readonly kind: 'baselines';
      readonly metric: string;
      readonly isStandardized?: true | undefined;
      readonly values: readonly BaselineValue[];
      readonly seconds: number;
    };

/** What an ensemble with trees came to be. */
export interface BlendReport {
  readonly metric: string;
  /** Of several quantities: values are means in units of each one's deviation. */
  readonly isStandardized?: true | undefined;
  /** The networks together, each learner, and the blend: its weight (1 for the blend), and its metric on the validation part. */
  readonly parts: readonly { readonly name: string; readonly weight: number; readonly validation: number | null }[];
  /** What the trees add to the model file. */
  readonly bytes: number;
  /** Validation labels that the weights were fitted to. */
  readonly labels: number;
}

/** A classical model on the same split, and its metric on the test part. */
export interface BaselineValue {
  readonly name: string;
  readonly value: number | null;
}

/** The events of an ensemble: of itself, and of each of its members. */
type EnsembleEvent =
  | ({ readonly kind: 'blend' } & BlendReport)
  | {
      readonly kind: 'ensemble';
      readonly folder: string;
      readonly members: number;
      /** Members that are trained at the same time, and the threads of each. */
      readonly atOnce: number;
      readonly threads: number;
      /** Members are folds of the data. */
      readonly ofFolds: boolean;
    }
  /** Time was up before all members had begun. */
  | { readonly kind: 'members-left-out'; readonly trained: number; readonly members: number }
  | {
      readonly kind: 'member';
      /** From 0. */
      readonly member: number;
      readonly members: number;
      readonly event: SingleRunEvent;
    };

export type RunEvent = SingleRunEvent | EnsembleEvent;

/** What a finished training reports, whatever it learned. */
export interface FinishedFit {
  readonly status: 'finished';
  readonly folder: string;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly chosenBy: 'validation' | 'last epoch';
  /** Of the best epoch; null without validation rows. */
  readonly validation: MetricValues | null;
  /** Gradient evaluations of the whole training. */
  readonly evaluations: number;
  readonly secondsPerEpoch: number;
}

/** What a test metric is read beside. */
export interface TestContext {
  readonly molecules: number;
  /** The metric that the run chose its weights by. */
  readonly metric: string;
  /** All values are means of several quantities in units of each one's deviation; undefined: in their own. */
  readonly isStandardized?: true | undefined;
  /** 95 % interval of its mean over the tasks, over test parts drawn again; undefined where too few of them define it. */
  readonly interval?: readonly number[] | undefined;
  /** The same metric of a prediction that knows no molecule: the mean label of the training part, or the share of each class in it. */
  readonly meanPredictor: number | null;
  /** The same metric of classical models on the same split; undefined if none were fitted. */
  readonly baselines?: readonly BaselineValue[] | undefined;
}

export interface FinishedRun extends FinishedFit {
  readonly test: MetricValues | null;
  /** Undefined without test rows, and in runs of graphsam 0.1.0. */
  readonly testContext?: TestContext | undefined;
  /** Of a run that was probed. */
  readonly probe?: ProbeSummary | undefined;
  /** Of an ensemble: its members, in their order. What else is said of epochs is then of the longest of them. */
  readonly members?: readonly EnsembleMember[] | undefined;
}

/** One member of an ensemble, as far as it is not said of the whole. */
export interface EnsembleMember {
  /** Inside the folder of the ensemble. */
  readonly folder: string;
  readonly seed: number;
  /** Which split of the data, from 0. */
  readonly fold: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly validation: MetricValues | null;
  readonly test: MetricValues | null;
  /** Of its whole training. */
  readonly seconds: number;
}

export interface InterruptedRun {
  readonly status: 'interrupted';
  readonly folder: string;
  readonly at: { readonly epoch: number; readonly step: number };
}

/** One entry a split. */
export interface TrainRunResult {
  readonly status: 'finished' | 'interrupted';
  readonly folder: string;
  readonly runs: readonly (FinishedRun | InterruptedRun)[];
}
