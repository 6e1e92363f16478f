/** What a colleague should know of a model that came as one file, one sentence each. */
import type { RunResults } from '../../engine/protocol.ts';
import { count, short } from '../parts/numbers.ts';
import { titleOfMetric } from './metric-name.ts';

export function predictorFacts({ data, split, tasks, testEvaluation }: RunResults): string[] {
  const trained = split.parts.find(({ part }) => part === 'train');
  const metrics = testEvaluation.metrics.flatMap((metric) => {
    const { value, interval } = metric;
    const range = interval ? ` (95 % interval ${interval.map(short).join(' to ')})` : '';
    return value === null ? [] : [`${titleOfMetric(metric)} on the test set: ${short(value)}${range}.`];
  });
  return [
    `Predicts ${tasks.join(', ')}; trained on ${count(trained?.molecules ?? 0)} molecules of ${data}.`,
    ...metrics,
  ];
}
