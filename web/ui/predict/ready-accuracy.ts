/** How good a ready model was on molecules that it did not see, and beside what. */
import { count, short } from '../parts/numbers.ts';
import { metricTitle } from '../results/metric-name.ts';
import type { ReadyModel } from '../state/ready-model.ts';

const baselineTitles: Readonly<Record<string, string>> = {
  'descriptor-forest': 'a random forest',
  'boosted-trees': 'boosted trees',
};

/** For instance `RMSE 0.82, 95 % interval 0.71 to 0.94, on 112 molecules ...; guessing the mean 2.15, a random forest 0.86.` */
export function accuracyOf({
  tested,
  trainedOn,
  targets,
}: Pick<ReadyModel, 'tested' | 'trainedOn' | 'targets'>): string {
  const { metric, value, interval, molecules, guess, baselines } = tested;
  const [low, high] = interval;
  const several = targets.length > 1 ? ` (mean of ${targets.length} targets)` : '';
  const others = [
    `guessing the mean ${short(guess)}`,
    ...baselines.map((baseline) => `${titleOf(baseline)} ${short(baseline.value)}`),
  ];
  return `${metricTitle(metric)}${several} ${short(value)}, 95 % interval ${short(low)} to ${short(high)}, on ${count(molecules)} molecules of other ring systems than the ${count(trainedOn)} that it learned from; ${others.join(', ')}.${behind(tested)}`;
}

/** What did better on the same molecules. Every ready model is better than guessing, which says whether higher is better. */
function behind({ metric, value, guess, baselines }: ReadyModel['tested']): string {
  const isHigherBetter = value > guess;
  const better = baselines.filter((baseline) => baseline.value > value === isHigherBetter).map(titleOf);
  if (better.length === 0) return '';
  return ` On this table it stays behind ${better.join(' and ')} by ${metricTitle(metric)}.`;
}

function titleOf({ name }: { readonly name: string }): string {
  return baselineTitles[name] ?? name;
}
