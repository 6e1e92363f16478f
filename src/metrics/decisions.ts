/**
 * Metrics of decisions: a score above the threshold (logit 0, probability 0.5) means yes. Where a formula divides 0 by 0 the
 * metric is undefined (null), not 0 as in scikit-learn: a model that always says no has no Matthews correlation.
 */
import type { Pairs } from './metric.ts';
import type { ScoreKind } from './predictions.ts';

interface Counts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** (TP + TN) / all; null without labels. */
export function accuracy(pairs: Pairs, scores: ScoreKind): number | null {
  const counts = count(pairs, scores);
  return counts && ratio(counts.truePositives + counts.trueNegatives, pairs.labels.length);
}

/** 2 TP / (2 TP + FP + FN); null if neither labels nor decisions have a positive. */
export function f1(pairs: Pairs, scores: ScoreKind): number | null {
  const counts = count(pairs, scores);
  if (!counts) return null;
  const { truePositives, falsePositives, falseNegatives } = counts;
  return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

/**
 * Matthews correlation: (TP TN - FP FN) / sqrt((TP + FP) (TP + FN) (TN + FP) (TN + FN)); null if labels or decisions are all
 * of one class.
 */
export function matthewsCorrelation(pairs: Pairs, scores: ScoreKind): number | null {
  const counts = count(pairs, scores);
  if (!counts) return null;
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = counts;
  // Two roots: the product of four counts of a large table leaves the exact integers.
  const length = Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn));
  return ratio(tp * tn - fp * fn, length);
}

/**
 * Binary cross-entropy, the mean over rows of log(1 + e^z) - y z for logits z, and of -y log p - (1 - y) log(1 - p) for
 * probabilities; null without labels, or where a probability of exactly 0 or 1 is wrong (infinite).
 */
export function binaryCrossEntropy({ labels, predictions }: Pairs, scores: ScoreKind): number | null {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const score = predictions[row]!;
    const label = labels[row]!;
    sum += scores === 'logit' ? logitLoss(label, score) : -Math.log(label === 1 ? score : 1 - score);
  }
  return ratio(sum, labels.length);
}

/** log(1 + e^z) - y z, without overflow: log(1 + e^-|z|) is always small. */
function logitLoss(label: number, logit: number): number {
  return Math.max(logit, 0) - label * logit + Math.log1p(Math.exp(-Math.abs(logit)));
}

function count({ labels, predictions }: Pairs, scores: ScoreKind): Counts | null {
  const threshold = scores === 'logit' ? 0 : 0.5;
  // Indices: 2 * label + decision.
  const counts = [0, 0, 0, 0];
  for (let row = 0; row < labels.length; row++) {
    if (Number.isNaN(predictions[row]!)) return null;
    counts[2 * labels[row]! + (predictions[row]! > threshold ? 1 : 0)]!++;
  }
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts as [number, number, number, number];
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

function ratio(numerator: number, denominator: number): number | null {
  const value = numerator / denominator;
  return Number.isFinite(value) ? value : null;
}
