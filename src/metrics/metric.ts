/** What a metric is, and the two kinds of pairs it can look at. A metric never returns NaN: undefined is null. */
import type { TaskType } from './task-type.ts';

/** Logits (decision at 0) or probabilities (decision at 0.5). Ranking metrics are the same for both, but logits never saturate. */
export type ScoreKind = 'logit' | 'probability';

/** Labels and predictions of one task over the rows that have a label, [rows] each. */
export interface Pairs {
  /** 0 or 1 for classification, original units for regression; none missing. */
  readonly labels: ArrayLike<number>;
  /** Scores for classification, predicted values in original units for regression. */
  readonly predictions: ArrayLike<number>;
}

export interface Metric {
  /** As users write it, for instance `roc-auc`. */
  readonly name: string;
  /** Other spellings that users know. */
  readonly aliases: readonly string[];
  /** For help and documentation. */
  readonly sentence: string;
  readonly task: TaskType;
  /** Which end is good; shared code asks this and never the name. */
  readonly direction: 'higher' | 'lower';
  /** Value on one task; null where it is not defined for these labels, or a prediction is not a number. */
  compute(pairs: Pairs, scores: ScoreKind): number | null;
}
