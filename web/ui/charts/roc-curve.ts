/**
 * Points of the ROC curve: share of negatives and of positives at or above each score, from none to all. Ties are one
 * point, so that the order of equal scores changes nothing. Empty with one class only.
 */
export function rocCurve(labels: readonly number[], scores: readonly number[]): [number, number][] {
  const positives = labels.filter((label) => label === 1).length;
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const order = scores.map((_, index) => index).sort((a, b) => scores[b]! - scores[a]!);
  const points: [number, number][] = [[0, 0]];
  let found = 0;
  let wrong = 0;
  order.forEach((index, rank) => {
    if (labels[index] === 1) found++;
    else wrong++;
    if (scores[index] !== scores[order[rank + 1] ?? -1]) points.push([wrong / negatives, found / positives]);
  });
  return points;
}
