/** What a metric is, and the two kinds of pairs it can look at. A metric never returns NaN: undefined is null. */
import type { ScoreKind } from './predictions.ts';

/** Labels and predictions of one task over the rows that have a label, [rows] each. */
export interface Pairs {
  /** 0 or 1, the number of a class, or original units; none missing. */
  readonly labels: ArrayLike<number>;
  /** Scores, or values in original units; of several classes their probabilities, [rows, outputs]. */
  readonly predictions: ArrayLike<number>;
  /** Predictions of a row. Default 1. */
  readonly outputs?: number;
}

export interface Metric {
  /** As users write it, for instance `roc-auc`. */
  readonly name: string;
  /** Other spellings that users know. */
  readonly aliases: readonly string[];
  /** For help and documentation. */
  readonly summary: string;
  /** Which end is good; shared code asks this and never the name. */
  readonly direction: 'higher' | 'lower';
  /** The power of the target's unit that values are in; undefined: they are free of units, and so is their mean over targets. */
  readonly unitPower?: 1 | 2;
  /** Value on one task; null where it is not defined for these labels, or a prediction is not a number. */
  compute(pairs: Pairs, scores: ScoreKind): number | null;
}
