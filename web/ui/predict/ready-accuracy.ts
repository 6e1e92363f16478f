/** How good a ready model was on molecules that it did not see, and beside what. */
import { count, short } from '../parts/numbers.ts';
import { metricTitle } from '../results/metric-name.ts';
import type { ReadyModel } from '../state/ready-models.ts';

/** `RMSE 0.82 [0.71, 0.94] on 112 molecules of other ring systems than its 904 training molecules (guessing the mean: 2.15).` */
export function accuracyOf({ tested, trainedOn, targets }: ReadyModel): string {
  const { metric, value, interval, molecules, guess, baselines } = tested;
  const [low, high] = interval;
  const several = targets.length > 1 ? ` (mean of ${targets.length} targets)` : '';
  const forest = baselines.find(({ name }) => name.endsWith('forest'));
  const others = [`guessing the mean ${short(guess)}`, ...(forest ? [`a random forest ${short(forest.value)}`] : [])];
  return `${metricTitle(metric)}${several} ${short(value)}, 95 % interval ${short(low)} to ${short(high)}, on ${count(molecules)} molecules of other ring systems than the ${count(trainedOn)} that it learned from; ${others.join(', ')}.`;
}
