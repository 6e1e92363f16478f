/** What can be chosen and what this browser offers, as data for menus and forms. */
import type {
  Backend,
  OptimizerDescription,
  OptionDescription,
  SplitType,
  TaskChart,
  TaskType,
  TrainConfig,
} from '../../../src/index.web.ts';

/** Models, optimizers, schedules and metrics as data, for menus and forms. */
export interface Catalog {
  readonly models: readonly ModelDescription[];
  readonly optimizers: readonly OptimizerDescription[];
  readonly splits: readonly SplitType[];
  readonly schedules: readonly string[];
  readonly metrics: readonly MetricDescription[];
  readonly tasks: readonly TaskDescription[];
  /** Settings of a training that few need, for the form's further part. */
  readonly trainingSettings: readonly TrainingSetting[];
  /** The configuration in which nothing was changed. */
  readonly defaults: TrainConfig;
  /** Version of graphsam, of the toolkit and of the runtime. */
  readonly versions: { readonly graphsam: string };
}

export interface ModelDescription {
  readonly name: string;
  readonly summary: string;
  readonly citation: string;
  /** Names; `regression` and `classification` are for tables that have none of their own. */
  readonly presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** With range and one summary each, as those of optimizers. */
  readonly settings: readonly OptionDescription[];
}

export interface TrainingSetting extends Omit<OptionDescription, 'aliases'> {
  /** Its path in the configuration, which is its name too: `training.emaDecay`. */
  readonly name: string;
  /** What it says something about: every training, methods that perturb, or targets with classes. */
  readonly of: 'training' | 'method' | 'classes';
}

export interface TaskDescription {
  readonly name: TaskType;
  /** For a menu. */
  readonly choice: string;
  /** What a model answers, without the question mark. */
  readonly question: string;
  /** What stands in front of a target's name where its predictions are shown. */
  readonly predictionOf: string;
  readonly charts: readonly TaskChart[];
  /** Its labels are classes, not quantities. */
  readonly hasClasses: boolean;
}

interface MetricDescription {
  readonly name: string;
  readonly summary: string;
  readonly task: TaskType;
  readonly direction: 'higher' | 'lower';
}

/** What can compute in a browser. */
export interface ComputingDevice {
  /** As the form and links name it. */
  readonly name: string;
  /** As configurations name it; undefined: as the page thinks best, which is the CPU. */
  readonly backend: Backend | undefined;
  /** For a menu. */
  readonly title: string;
  /** Why this browser cannot have it. */
  readonly missing?: string;
}

/** What this browser offers; every field that limits says so in a sentence. */
export interface Environment {
  /** Threads that ONNX Runtime gets in a training; two that run side by side share them. */
  readonly threads: number;
  readonly crossOriginIsolated: boolean;
  /** Why there is one thread only, or how many there are. */
  readonly reason: string;
  /** The first is taken without a choice. */
  readonly devices: readonly ComputingDevice[];
  /** Of the machine, in GB, as the browser tells it (at most 8; undefined where it does not). */
  readonly memoryGb: number | undefined;
  /** Whether runs are kept in the browser's storage, and what is in the way if not. */
  readonly storage: { readonly kept: boolean; readonly reason: string };
}
