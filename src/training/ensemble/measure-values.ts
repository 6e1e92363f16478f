/** What values of rows are worth, as users of a model file would read them. */
import { type Dataset, exactTargets } from '../../data/index.ts';
import { computeMetrics, type Metric } from '../../metrics/index.ts';
import { findTask } from '../../tasks/index.ts';
import { gatherRows } from '../evaluator.ts';

export type MeasuredTable = Pick<Dataset, 'targets' | 'bounds' | 'taskNames' | 'taskType' | 'classes'>;

/**
 * Of values [rows, tasks * outputs]; null where the metric is not defined. Trees learn each class by itself: the probabilities of a target are
 * made to fit each other first, as the file does.
 */
export function valueMeter(
  dataset: MeasuredTable,
  rows: readonly number[],
  metric: Metric,
): (values: ArrayLike<number>) => number | null {
  const tasks = dataset.taskNames.length;
  const labels = gatherRows(exactTargets(dataset), rows, tasks);
  const { baselines, final } = findTask(dataset.taskType);
  return (values) => {
    const settled = Float64Array.from(values);
    const width = settled.length / (rows.length * tasks);
    for (let cell = 0; cell < rows.length * tasks; cell++) {
      // Outputs behind the classes of a target that has fewer than others stand for none.
      const outputs = dataset.classes?.[cell % tasks]?.length ?? width;
      const own = settled.subarray(cell * width, cell * width + outputs);
      own.set(baselines.settle(own));
    }
    return computeMetrics([metric], labels, final(settled, dataset))[metric.name]!.mean;
  };
}
