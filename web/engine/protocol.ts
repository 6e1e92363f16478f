/**
 * What the page and its workers say to each other: plain data that is copied between threads, and nothing else. The page itself
 * never sees a message; it calls client.ts, which is written in these types.
 *
 * Tables, splits, models, optimizers and trainings are described by the library's own configuration (TrainConfigInput), so that
 * whatever the page does can be done by the command line, and the run folder says the same.
 */
import type {
  Delimiter,
  EpochReport,
  FinishedRun,
  MetricValues,
  ModelCard,
  OptimizerDescription,
  OptionDescription,
  Position,
  PredictionSummary,
  Reject,
  RunEvent,
  SplitReport,
  SplitType,
  StructurePrediction,
  TableFormat,
  TaskType,
  TrainConfig,
  TrainConfigInput,
} from '../../src/index.web.ts';

export type {
  Delimiter,
  EpochReport,
  FinishedRun,
  MetricValues,
  ModelCard,
  OptimizerDescription,
  OptionDescription,
  Position,
  PredictionSummary,
  Reject,
  RunEvent,
  SplitReport,
  SplitType,
  StructurePrediction,
  TableFormat,
  TaskType,
  TrainConfig,
  TrainConfigInput,
};

/** A table that the user dropped, pasted or chose. Reading, unpacking and parsing happen in a worker, streamed. */
export interface TableFile {
  /** Its ending tells the format; a pasted text is called `pasted.csv`. Shown to people as text, never as a path. */
  readonly name: string;
  readonly content: Blob;
}

/** How a table is read: columns, labels, what to do with doubtful rows. As in the configuration of a run. */
export type TableOptions = Omit<NonNullable<TrainConfigInput['data']>, 'paths' | 'dataset' | 'folder' | 'allowChanged'>;

/** The first look at a table: its columns, whatever can be learned from them. */
export interface TableGlance {
  readonly name: string;
  readonly format: TableFormat;
  readonly delimiter: Delimiter | undefined;
  readonly columns: readonly ColumnGlance[];
}

export interface ColumnGlance {
  readonly name: string;
  /** The first few cells, as they stand in the file. */
  readonly examples: readonly string[];
  /** Most of the looked-at cells are numbers, or words that stand for yes and no. */
  readonly numeric: boolean;
  /** Most of the looked-at cells are molecules. */
  readonly molecules: boolean;
}

export interface ColumnReport extends ColumnGlance {
  readonly role: 'smiles' | 'target' | 'splits' | 'ignored';
}

export interface LabelReport {
  readonly task: string;
  readonly labelled: number;
  readonly missing: number;
  /** Classification. */
  readonly positives?: number;
  /** Regression; of the labels as they stand. */
  readonly mean?: number;
  readonly std?: number;
  readonly least?: number;
  readonly most?: number;
  readonly histogram: Histogram;
}

export interface Histogram {
  /** Left edges of the bins and the right edge of the last, [bins + 1]. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface DuplicateReport {
  /** Structures that stand in several rows, with labels that agree. */
  readonly same: number;
  /** Structures with labels that differ. */
  readonly contradictory: number;
  /** Lines of the first groups. */
  readonly examples: readonly {
    readonly lines: readonly number[];
    readonly smiles: string;
    readonly contradictory: boolean;
  }[];
}

export interface PreviewRow {
  readonly line: number;
  readonly smiles: string;
  readonly atoms: number;
  /** NaN where missing, [tasks]. */
  readonly labels: readonly number[];
}

/** What is in a table: everything that the page shows before training. */
export interface TableReport {
  readonly name: string;
  readonly format: TableFormat;
  readonly delimiter: Delimiter | undefined;
  /** MoleculeNet table that was recognised. */
  readonly known: string | undefined;
  readonly columns: readonly ColumnReport[];
  readonly taskType: TaskType;
  readonly tasks: readonly string[];
  readonly tableLength: number;
  readonly molecules: number;
  /** The first `rejectsShown` of them; rejectsCsv has all. */
  readonly rejects: readonly Reject[];
  readonly rejected: number;
  readonly rejectsCsv: Blob;
  readonly labels: readonly LabelReport[];
  /** Heavy atoms of the molecules. */
  readonly sizes: { readonly largest: number; readonly median: number; readonly histogram: Histogram };
  readonly duplicates: DuplicateReport;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly preview: readonly PreviewRow[];
}

export const rejectsShown = 200;

/** Models, optimizers, schedules and metrics as data, for menus and forms. */
export interface Catalogue {
  readonly models: readonly ModelDescription[];
  readonly optimizers: readonly OptimizerDescription[];
  readonly splits: readonly SplitType[];
  readonly schedules: readonly string[];
  readonly metrics: readonly MetricDescription[];
  /** The configuration in which nothing was changed. */
  readonly defaults: TrainConfig;
  /** Version of graphsam, of the toolkit and of the runtime. */
  readonly versions: { readonly graphsam: string };
}

export interface ModelDescription {
  readonly name: string;
  readonly sentence: string;
  readonly citation: string;
  /** Names; the one called like the task type (`regression`, `classification`) is the default. */
  readonly presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** With range and one sentence each, as those of optimizers. */
  readonly settings: readonly OptionDescription[];
}

export interface MetricDescription {
  readonly name: string;
  readonly sentence: string;
  readonly task: TaskType;
  readonly direction: 'higher' | 'lower';
}

/** What this browser offers; every field that limits says so in a sentence. */
export interface Environment {
  /** Threads that ONNX Runtime gets in each training. */
  readonly threads: number;
  readonly crossOriginIsolated: boolean;
  /** Why there is one thread only, or how many there are. */
  readonly reason: string;
  /** Of the machine, in GB, as the browser tells it (at most 8; undefined where it does not). */
  readonly memoryGb: number | undefined;
  /** Whether runs are kept in the browser's storage, and what is in the way if not. */
  readonly storage: { readonly kept: boolean; readonly reason: string };
}

/** What trainings side by side will need, estimated before they begin. */
export interface ResourceEstimate {
  /** Of each. */
  readonly parameters: number;
  /** Of all together. */
  readonly memoryMb: number;
  readonly fits: boolean;
  /** A sentence for people; with a smaller setting if it does not fit. */
  readonly sentence: string;
  /** Settings of the model with which all would fit, to be put over the present ones. */
  readonly smaller?: Readonly<Record<string, unknown>>;
}

export interface TrainingRequest {
  /** A line for lists of runs, for instance `Adam`. */
  readonly title: string;
  /** One to three tables, or none for the built-in example. */
  readonly files: readonly TableFile[];
  /** Without `data.paths`: the files take their place. */
  readonly config: TrainConfigInput;
}

/** One update of the weights, for the live curves. */
export interface StepNews {
  /** Epoch from 1, and steps done in it. */
  readonly at: Position;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Loss of this batch. */
  readonly loss: number;
  /** Mean of this epoch's losses so far. */
  readonly meanLoss: number | null;
  readonly learningRate: number;
  /** Radius of the perturbation; null for methods without one. */
  readonly rho: number | null;
  readonly gradientNorm: number;
  /** Gradient evaluations since the training began (or was continued). */
  readonly evaluations: number;
  readonly moleculesPerSecond: number;
  /** How long this step took. */
  readonly seconds: number;
  readonly secondsLeft: number | undefined;
  /** Of the WebAssembly heap and the weights, where it can be told. */
  readonly memoryMb: number | undefined;
}

export type TrainingState = 'loading' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

export type TrainingOutcome =
  | { readonly status: 'finished'; readonly result: FinishedRun }
  /** Saved; continueRun goes on from here. */
  | { readonly status: 'stopped'; readonly at: Position };

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
  /** Why nothing that needs its tables can be done here, neither going on nor a landscape: a sentence with what to do. */
  readonly stuck?: string | undefined;
  readonly epochsDone: number;
  readonly epochs: number;
  readonly sizeBytes: number;
}

export interface RunResults {
  readonly id: string;
  readonly title: string;
  /** Name of the zip that it came in. */
  readonly from?: string | undefined;
  readonly config: TrainConfig;
  readonly taskType: TaskType;
  readonly tasks: readonly string[];
  readonly parameters: number;
  readonly split: SplitReport;
  readonly epochs: readonly EpochReport[];
  readonly result: FinishedRun;
  /** The rows that were held out. */
  readonly test: readonly TestRow[];
  readonly rejects: number;
  readonly warnings: readonly string[];
}

/** A held-out molecule: what was measured and what the model says, original units or probabilities, [tasks]; NaN if missing. */
export interface TestRow {
  readonly line: number;
  readonly smiles: string;
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  /** How far off: mean absolute difference over the tasks with a label, in units of the label's spread for regression. */
  readonly error: number;
}

/** A model that was opened for prediction. */
export interface OpenedModel {
  readonly id: number;
  readonly name: string;
  readonly card: ModelCard;
  readonly warnings: readonly string[];
}

export interface TablePrediction {
  readonly csv: Blob;
  readonly summary: PredictionSummary;
  /** Names of the columns with predictions. */
  readonly columns: readonly string[];
  /** The first rows, for showing. */
  readonly rows: readonly {
    readonly line: number;
    readonly smiles: string;
    readonly prediction: StructurePrediction;
  }[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
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
  /** Distance to the last point, in units of the (filter-normalised) direction. Default 1. */
  readonly reach?: number;
  /** Training molecules that the loss is averaged over. Default 128. */
  readonly molecules?: number;
  /** Of the direction. Default 0: two runs with one seed are drawn along the same direction. */
  readonly seed?: number;
}
