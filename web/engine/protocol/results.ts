/** What trainings leave: saved runs, their results and landscapes. */
import type { EpochReport, FinishedRun, SplitReport, TaskType, TrainConfig } from '../../../src/index.web.ts';

/** A run in the browser's storage. */
export interface SavedRun {
  readonly id: string;
  readonly title: string;
  /** Name of the zip that it came in. */
  readonly from?: string | undefined;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly status: 'unfinished' | 'finished';
  /** Another tab of this browser trains it right now. */
  readonly busy: boolean;
  readonly config: TrainConfig;
  readonly data: string;
  /** Of a finished run: what it predicts, and how well on its test set. */
  readonly found?: FoundSummary | undefined;
  /** Why nothing that needs its tables can be done here, neither going on nor a landscape: a summary with what to do. */
  readonly stuck?: string | undefined;
  readonly epochsDone: number;
  readonly epochs: number;
  readonly sizeBytes: number;
}

interface FoundSummary {
  readonly tasks: readonly string[];
  readonly taskType: TaskType;
  readonly model: string;
  /** Of the model, as they were trained with. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The metric that chose the epoch; undefined without a test set. */
  readonly metric?: FoundMetric | undefined;
  /** Molecules of the test set. */
  readonly tested: number;
  /** The same for runs that differ in the seed of the training alone, and for no others. */
  readonly experiment: string;
}

export interface FoundMetric {
  readonly name: string;
  readonly direction: 'higher' | 'lower';
  readonly value: number;
  /** As of TestMetric. */
  readonly isStandardized?: true | undefined;
}

export interface RunResults {
  readonly id: string;
  readonly title: string;
  /** Name of the zip that it came in. */
  readonly from?: string | undefined;
  /** Names of the tables that it was trained on. */
  readonly data: string;
  readonly config: TrainConfig;
  readonly taskType: TaskType;
  readonly tasks: readonly string[];
  /** Names of the classes of each target, if they have names. */
  readonly classes?: readonly (readonly string[])[] | undefined;
  readonly parameters: number;
  readonly split: SplitReport;
  readonly epochs: readonly EpochReport[];
  readonly result: FinishedRun;
  readonly testEvaluation: TestEvaluation;
  /** The rows of the test set. */
  readonly test: readonly TestRow[];
  /** What the error of a test molecule measures, with its unit. */
  readonly errorTitle: string;
  readonly rejects: number;
  readonly warnings: readonly string[];
}

/** What the predictions of the test set are worth. */
export interface TestEvaluation {
  /** Molecules of the test set with a label, [tasks]. */
  readonly labeled: readonly number[];
  /** The first chose the epoch; the others are those that are usual for the kind of task. */
  readonly metrics: readonly TestMetric[];
  /** Guessing, and a forest once it is fitted. */
  readonly baselines: readonly TestBaseline[];
  /** Deviation of each of several quantities among the training labels, [tasks]: the unit of their mean errors. */
  readonly scales?: readonly number[] | undefined;
}

export interface TestMetric {
  readonly name: string;
  readonly direction: 'higher' | 'lower';
  /** Mean over the targets where it is defined. */
  readonly value: number | null;
  /** The mean of several quantities is in units of each one's deviation, since one of their own units would mix these. */
  readonly isStandardized?: true | undefined;
  /** 95 % bootstrap interval of the mean over the targets. */
  readonly interval?: Bounds | undefined;
  /** [tasks] */
  readonly perTask: readonly { readonly value: number | null; readonly interval?: Bounds | undefined }[];
}

type Bounds = readonly [low: number, high: number];

export interface TestBaseline {
  /** mean: the mean label of the training set, or the share of each class in it, whatever the molecule. */
  readonly name: 'mean' | 'forest';
  /** Those that are known of it. */
  readonly metrics: readonly TestMetric[];
  /** The model's first metric minus that of the baseline, with its 95 % interval over the same molecules. */
  readonly difference?: Difference | undefined;
  /** What fitting it took here. */
  readonly seconds?: number | undefined;
}

export interface Difference {
  readonly value: number;
  readonly interval?: Bounds | undefined;
}

/** A molecule of the test set: what was measured and what the model says, [tasks] each. */
export interface TestRow {
  readonly line: number;
  readonly smiles: string;
  /** Original units, 0 or 1, or the number of a class; NaN if missing. */
  readonly labels: readonly number[];
  /** Original units or probabilities, [outputs] each. */
  readonly predictions: readonly (readonly number[])[];
  /** Both as text, with classes by name. */
  readonly shown: readonly { readonly measured: string; readonly predicted: string }[];
  /** How far off each is, of several quantities in standard deviations of their labels; NaN without a label. */
  readonly errors: readonly number[];
  /** Their mean over the targets with a label; NaN without any. */
  readonly error: number;
}

/** The training loss along one direction through the weights of the best epoch. */
export interface LandscapeLine {
  /** Distance along the direction, [points]; 0 is the trained model. */
  readonly at: readonly number[];
  /** Mean loss over training molecules, [points]. */
  readonly loss: readonly number[];
  readonly molecules: number;
  /** How the direction was chosen, in a sentence. */
  readonly direction: string;
}

export interface LandscapeOptions {
  /** Points on each side of the middle are (points - 1) / 2. Default 21. */
  readonly points?: number;
  /** Distance to the last point, in units of the (filter-normalized) direction. Default 1. */
  readonly reach?: number;
  /** Training molecules that the loss is averaged over. Default 128. */
  readonly molecules?: number;
  /** Of the direction. Default 0: two runs with one seed are drawn along the same direction. */
  readonly seed?: number;
}
