/** The curves whose areas are ROC-AUC and average precision: a point for each distinct score, from the highest down. */
import type { Pairs } from './metric.ts';
import { rank } from './ranking.ts';

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * x: false positive rate, y: true positive rate, from (0, 0) to (1, 1). Its points are joined by straight lines, so that the area
 * by trapezoids is rocAuc, ties included. undefined unless both classes are present.
 */
export function rocCurve(pairs: Pairs): CurvePoint[] | undefined {
  const ranking = rank(pairs);
  if (!ranking) return undefined;
  let [found, wrong] = [0, 0];
  const points = ranking.groups.map(({ positives, negatives }) => {
    found += positives;
    wrong += negatives;
    return { x: wrong / ranking.negatives, y: found / ranking.positives };
  });
  return [{ x: 0, y: 0 }, ...points];
}

/**
 * x: recall, y: precision, of each threshold by which recall grows: steps, each holding back to the point before, so that the area
 * beneath them is averagePrecision. They begin at recall 0 with the first precision. undefined unless both classes are present.
 */
export function precisionRecallCurve(pairs: Pairs): CurvePoint[] | undefined {
  const ranking = rank(pairs);
  if (!ranking) return undefined;
  const points: CurvePoint[] = [];
  let [found, taken] = [0, 0];
  for (const { positives, negatives } of ranking.groups) {
    found += positives;
    taken += positives + negatives;
    if (positives > 0) points.push({ x: found / ranking.positives, y: found / taken });
  }
  return [{ x: 0, y: points[0]!.y }, ...points];
}
