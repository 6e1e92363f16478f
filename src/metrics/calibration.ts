/** Whether probabilities mean what they say: of the molecules that got 0.8, are four in five positive? */
import type { Pairs } from './metric.ts';

export interface ReliabilityBin {
  readonly count: number;
  /** Mean predicted probability. */
  readonly predicted: number;
  /** Share of positives, with its 95 % interval. */
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

export interface Reliability {
  /** Bins that hold a molecule, ascending. */
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: mean over molecules of |observed - predicted| of their bin; null without molecules. */
  readonly expectedError: number | null;
  /** Mean squared difference of label and probability; null without molecules. */
  readonly brierScore: number | null;
}

/** 97.5 % point of the normal distribution. */
const normalQuantile = 1.959964;

/**
 * predictions: probabilities of class 1; bins: of equal width over 0 to 1. Source of the error: Guo et al. 2017, arXiv 1706.04599,
 * for two classes.
 */
export function reliability({ labels, predictions }: Pairs, bins = 10): Reliability {
  const sums = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, positives: 0 }));
  let squares = 0;
  for (let row = 0; row < labels.length; row++) {
    const probability = predictions[row]!;
    const bin = sums[Math.min(bins - 1, Math.floor(probability * bins))]!;
    bin.count++;
    bin.predicted += probability;
    bin.positives += labels[row]!;
    squares += (labels[row]! - probability) ** 2;
  }
  const filled = sums.filter(({ count }) => count > 0).map(binOf);
  const apart = filled.reduce((sum, { count, observed, predicted }) => sum + count * Math.abs(observed - predicted), 0);
  const total = labels.length;
  return {
    bins: filled,
    expectedError: total > 0 ? apart / total : null,
    brierScore: total > 0 ? squares / total : null,
  };
}

function binOf({
  count,
  predicted,
  positives,
}: {
  count: number;
  predicted: number;
  positives: number;
}): ReliabilityBin {
  const [low, high] = wilsonInterval(positives, count);
  return { count, predicted: predicted / count, observed: positives / count, low, high };
}

/** 95 % interval of a share: good for few trials and for shares near 0 and 1. Source: Wilson 1927. */
export function wilsonInterval(successes: number, trials: number): readonly [number, number] {
  const share = successes / trials;
  const square = normalQuantile ** 2;
  const center = (share + square / (2 * trials)) / (1 + square / trials);
  const spread =
    (normalQuantile / (1 + square / trials)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials ** 2));
  // Without successes, or with nothing else, an end is 0 or 1, which rounding misses by a hair.
  const low = successes === 0 ? 0 : Math.max(0, center - spread);
  const high = successes === trials ? 1 : Math.min(1, center + spread);
  return [low, high];
}
