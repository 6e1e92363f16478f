/**
 * Metrics of a ranking: ROC-AUC and the two readings of the area under the precision-recall curve. They need both classes.
 * Definitions as in scikit-learn (roc_auc_score, average_precision_score, auc of precision_recall_curve).
 */
import type { Pairs } from './metric.ts';

/** Rows that share one score. */
export interface TiedGroup {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Probability that a positive is ranked above a negative, ties counted half (the Mann-Whitney statistic):
 *   sum over groups of equal score (negatives * (positives above + positives / 2)) / (all positives * all negatives)
 * The sums are of whole and half numbers, so only the division rounds. null unless both classes are present.
 */
export function rocAuc(pairs: Pairs): number | null {
  const ranking = rank(pairs);
  if (!ranking) return null;
  let above = 0;
  let wins = 0;
  for (const { positives, negatives } of ranking.groups) {
    wins += negatives * (above + positives / 2);
    above += positives;
  }
  return wins / (ranking.positives * ranking.negatives);
}

/**
 * Step-wise area under the precision-recall curve: sum over distinct thresholds of (R_n - R_(n-1)) * P_n.
 * null unless both classes are present.
 */
export function averagePrecision(pairs: Pairs): number | null {
  return areaUnderPrecisionRecall(pairs, (precision) => precision);
}

/**
 * The same area by trapezoids, from the point (recall 0, precision 1): sum of (R_n - R_(n-1)) * (P_n + P_(n-1)) / 2. It joins
 * points that no threshold reaches, so it is not the average precision. null unless both classes are present.
 */
export function precisionRecallTrapezoid(pairs: Pairs): number | null {
  return areaUnderPrecisionRecall(pairs, (precision, previous) => (precision + previous) / 2);
}

function areaUnderPrecisionRecall(
  pairs: Pairs,
  height: (precision: number, previous: number) => number,
): number | null {
  const ranking = rank(pairs);
  if (!ranking) return null;
  let found = 0;
  let taken = 0;
  let previous = 1;
  let area = 0;
  for (const { positives, negatives } of ranking.groups) {
    found += positives;
    taken += positives + negatives;
    const precision = found / taken;
    area += (positives / ranking.positives) * height(precision, previous);
    previous = precision;
  }
  return area;
}

/** Groups of equal score from the highest score down; undefined unless both classes are present and all scores are numbers. */
export function rank({
  labels,
  predictions,
}: Pairs): { groups: TiedGroup[]; positives: number; negatives: number } | undefined {
  const order = Array.from({ length: labels.length }, (_, row) => row);
  if (order.some((row) => Number.isNaN(predictions[row]!))) return undefined;
  order.sort((left, right) => compareDescending(predictions[left]!, predictions[right]!));
  const groups: { positives: number; negatives: number }[] = [];
  let positives = 0;
  order.forEach((row, index) => {
    const tied = index > 0 && predictions[row] === predictions[order[index - 1]!];
    if (!tied) groups.push({ positives: 0, negatives: 0 });
    const group = groups.at(-1)!;
    if (labels[row] === 1) {
      group.positives++;
      positives++;
    } else group.negatives++;
  });
  const negatives = labels.length - positives;
  return positives > 0 && negatives > 0 ? { groups, positives, negatives } : undefined;
}

/** Not a difference: infinite scores have none. */
function compareDescending(left: number, right: number): number {
  if (left === right) return 0;
  return left > right ? -1 : 1;
}
