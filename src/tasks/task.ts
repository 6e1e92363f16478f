/**
 * What a kind of task is: everything that depends on whether targets are numbers, yes or no, or one of several classes. Shared code
 * asks a definition and never its name; adding a kind takes a file here, its test and a line in registry.ts.
 */
import type { Metric, Predictions } from '../metrics/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { LossDefinition } from './loss.ts';
import type { Standardization } from './standardize.ts';

/** As users write it: `regression`, `classification`, `multiclass`. */
export type TaskType = string;

/** The targets of a table or a model. */
export interface TargetSpace {
  readonly taskNames: readonly string[];
  /** Names of the classes of each target, in the order of their numbers; undefined where targets are numbers. */
  readonly classes?: readonly (readonly string[])[] | undefined;
}

/** What the labels of one target in one part of a table come to; undefined fields do not apply. */
export interface LabelSummary {
  /** Binary: labels that are 1. */
  readonly positives?: number | undefined;
  /** Numbers: mean and population deviation; NaN without labels. */
  readonly mean?: number | undefined;
  readonly std?: number | undefined;
  /** Several classes: labels of each. */
  readonly classCounts?: readonly number[] | undefined;
}

/** How labels are read and what may be done with them. */
export interface LabelRule {
  /** Labels are names of classes, read as text and numbered; else numbers. */
  readonly areNames: boolean;
  /** Labels are one of several classes; else quantities. */
  readonly hasClasses: boolean;
  /** Contradictory labels of one structure may be replaced by their mean. */
  readonly canAverage: boolean;
  /** Limits such as "<5" have a meaning for the loss. */
  readonly canBeBounds: boolean;
  /** What a target with one label only holds: `one class`. */
  readonly single: string;
  /** The metric that such labels leave undefined. Default: it is not said which. */
  readonly undefinedOfSingle?: string;
  /** The metric that says more where labels of a class are few; undefined: none of the task's does. */
  readonly tellingOfFew?: string;
  summarize(labels: ArrayLike<number>, classes: readonly string[] | undefined): LabelSummary;
  /** Labels of each class, from a summary; undefined where there are no classes. */
  classCounts(summary: LabelSummary & { readonly labeled: number }): readonly number[] | undefined;
}

/** The part of a task that becomes a computation, for the targets of one table. Raw outputs: [molecules, tasks * outputs]. */
export interface TaskHead {
  /** Raw outputs of each target. */
  readonly outputsPerTask: number;
  /** The network's outputs with those that stand for no class put out of reach; most heads change nothing. */
  complete(raw: Tensor): Tensor;
  /** What several branches predict together. */
  join(branches: readonly Tensor[]): Tensor;
  /** Sums over the outputs of each target, [molecules, tasks]. */
  perTask(values: Tensor): Tensor;
  /** The penalty of SAF and MESA, before it is summed over a molecule's outputs, [molecules, tasks * outputs]. */
  divergence(reference: Tensor, outputs: Tensor): Tensor;
  /** What users read, and the ONNX file gives: original units or probabilities. */
  transform(raw: Tensor, standardization: Standardization | undefined): Tensor;
  /** Raw outputs that `transform` turns into these probabilities, [molecules, tasks * outputs] both; undefined where outputs are quantities. */
  logitsOf?(probabilities: Tensor): Tensor;
  /** Of raw outputs with more than values: the values alone, [rows, tasks]. Default: they are the values. */
  valuesOf?(raw: ArrayLike<number>): Float64Array;
  /** Deviations that the network says of its values, in the unit of the targets; undefined: it says none. */
  readonly spread?: {
    transform(raw: Tensor, standardization: Standardization | undefined): Tensor;
    of(raw: ArrayLike<number>, standardization: Standardization | undefined): Float64Array;
  };
  /** Targets as the loss reads them, [rows, tasks * outputs], from [rows, tasks]; NaN where a label is missing. */
  encode(targets: Float64Array): Float64Array;
}

export interface HeadOptions {
  /** Share of each label that is spread over all classes. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** The loss is of a value and its variance. Default false. */
  readonly saysVariance?: boolean | undefined;
}

/** How a target's predictions stand in tables, from its outputs as users read them. */
export interface TaskColumns {
  /** Behind the target's name: one column a suffix, the first of which is empty. */
  suffixes(classes: readonly string[] | undefined): readonly string[];
  /** A cell a suffix: a name as it stands, a number as `format` gives it. */
  cells<Cell>(
    outputs: ArrayLike<number>,
    classes: readonly string[] | undefined,
    format: (value: number) => Cell,
  ): readonly (Cell | string)[];
  /** The outputs again. */
  outputs(cells: readonly string[]): number[];
  label(value: number, classes: readonly string[] | undefined): string;
  /** NaN for text that is no label. */
  parseLabel(text: string, classes: readonly string[] | undefined): number;
}

/** Which charts of a test part say something; report/ and the page draw them. */
export type TaskChart = 'ranking' | 'residuals' | 'confusion';

/** Words and measures of reports and the page. */
export interface TaskWords {
  /** One summary for help and documentation. */
  readonly summary: string;
  /** `regression: a number` */
  readonly choice: string;
  /** What a model of a table answers, as a question without its mark. */
  readonly question: string;
  /** What stands beside a molecule: its label and its prediction. */
  readonly measured: string;
  readonly predicted: string;
  /** What a prediction is, in front of the target's name; empty: the target itself. */
  readonly predictionOf: string;
  /** What `error` measures. */
  errorTitle(targets: readonly string[]): string;
}

export interface TaskReport {
  readonly charts: readonly TaskChart[];
  /** How far off the outputs of a target are from its label. */
  error(label: number, outputs: ArrayLike<number>): number;
  /** Errors of several targets are comparable only in units of the spread of their labels. */
  readonly scalesErrors: boolean;
}

/** How classical models learn it: one model an output, on its encoded labels. */
export interface TaskForBaselines {
  readonly link: 'identity' | 'logit';
  /** What is predicted where nothing was labeled; undefined: that is an error. */
  readonly unlabeled: number | undefined;
  /** Makes the outputs of models that were fitted apart fit each other. */
  settle(outputs: Float64Array): Float64Array;
}

/** What of a target's prediction is explained: a weighted sum of its raw outputs, since sums can be shared out among atoms. */
export interface ExplainedQuantity {
  /** For people: `log-odds of 1`. */
  readonly title: string;
  /** Of the raw outputs of the target, [outputs]. */
  readonly weights: readonly number[];
  /** Is added to the sum. */
  readonly offset: number;
  /** Of several classes the name of the one that it speaks for. */
  readonly ofClass?: string | undefined;
}

export interface TaskDefinition {
  readonly name: TaskType;
  /** The preset of models for tables that have none of their own. */
  readonly preset: string;
  readonly labels: LabelRule;
  /** The first is the default where a model names none. */
  readonly losses: readonly [LossDefinition, ...LossDefinition[]];
  /** The first is the default. */
  readonly metrics: readonly [Metric, ...Metric[]];
  readonly columns: TaskColumns;
  readonly words: TaskWords;
  readonly report: TaskReport;
  readonly baselines: TaskForBaselines;
  /** What the training rows say of the scale of the targets; undefined where they have none. Throws DataError without labels. */
  fit(targets: Float64Array, taskNames: readonly string[], trainRows: readonly number[]): Standardization | undefined;
  head(space: TargetSpace, options?: HeadOptions): TaskHead;
  /** Raw outputs as metrics read them: original units, probabilities, or logits where these say more. */
  read(raw: ArrayLike<number>, space: TargetSpace, standardization: Standardization | undefined): Predictions;
  /** Outputs as users read them (those of the ONNX file, or of a baseline). */
  final(values: ArrayLike<number>, space: TargetSpace): Predictions;
  /**
   * What is explained of one target's prediction. raw: its raw outputs, [outputs]; classes: names of its own classes; scale: of its
   * standardization. Undefined: this kind of task cannot be explained.
   */
  explained?(
    raw: ArrayLike<number>,
    target: {
      readonly name: string;
      readonly classes: readonly string[] | undefined;
      readonly scale: { readonly mean: number; readonly std: number } | undefined;
    },
  ): ExplainedQuantity;
  /** Probabilities of all classes, from a target's outputs as users read them; undefined where targets are quantities. */
  readonly classProbabilities?: ((outputs: ArrayLike<number>) => number[]) | undefined;
  /** From `read` to `final`. */
  toFinal(predictions: Predictions): Predictions;
}
