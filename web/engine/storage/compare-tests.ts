/** Two runs on one test set: how far their metrics differ, measured on the same molecules. */
import {
  bootstrapDifferences,
  comparableMean,
  computeMetrics,
  findTask,
  metricFor,
  type Predictions,
} from '../../../src/index.web.ts';
import type { Difference, RunResults, TestEvaluation } from '../protocol.ts';

/** What is needed of each run. */
export type TestedRun = Pick<RunResults, 'taskType' | 'tasks' | 'classes' | 'test'> & Pick<TestEvaluation, 'scales'>;

export interface ComparedTests {
  readonly first: TestedRun;
  readonly second: TestedRun;
  /** Names of metrics that both have. */
  readonly metrics: readonly string[];
}

/** Metrics of the first minus those of the second, by name, where both are defined; several quantities by the first's scales. The rows have to be the same. */
export function compareTests({ first, second, metrics }: ComparedTests): Readonly<Record<string, Difference>> {
  const { scales } = first;
  const labels = first.test.flatMap((row) => row.labels);
  const [predictions, others] = [predictionsOf(first), predictionsOf(second)];
  return Object.fromEntries(
    metrics.flatMap((name) => {
      const metric = metricFor(first.taskType, name);
      const meanOf = (of: Predictions): number | null =>
        comparableMean(computeMetrics([metric], labels, of, { scales })[name]!);
      const [own, other] = [meanOf(predictions), meanOf(others)];
      if (own === null || other === null) return [];
      const interval = bootstrapDifferences({ labels, predictions, scales, others }, metric)?.mean;
      return [[name, { value: own - other, interval }] as const];
    }),
  );
}

function predictionsOf({ taskType, tasks, classes, test }: TestedRun): Predictions {
  const values = test.flatMap(({ predictions }) => predictions.flat());
  return findTask(taskType).final(values, { taskNames: tasks, classes });
}
