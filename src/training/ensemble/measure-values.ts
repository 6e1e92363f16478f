/** What values of rows are worth, as users of a model file would read them. */
import { type Dataset, errorScales, exactTargets, type Split } from '../../data/index.ts';
import { comparableMean, computeMetrics, type Metric } from '../../metrics/index.ts';
import { findTask } from '../../tasks/index.ts';
import { gatherRows } from '../evaluator.ts';

export type MeasuredTable = Pick<Dataset, 'targets' | 'bounds' | 'taskNames' | 'taskType' | 'classes'>;

export interface ValueMeter {
  /** Of several quantities: the mean is in units of each one's deviation. */
  readonly isStandardized: boolean;
  /** values: [rows, tasks * outputs]; null where the metric is not defined. */
  measure(values: ArrayLike<number>): number | null;
}

/**
 * Of a part of the table. Trees learn each class by itself: the probabilities of a target are made to fit each other before they are measured,
 * as the file does.
 */
export function valueMeter(
  dataset: MeasuredTable,
  { train, ...parts }: Split,
  { part, metric }: { readonly part: 'val' | 'test'; readonly metric: Metric },
): ValueMeter {
  const rows = parts[part];
  const tasks = dataset.taskNames.length;
  const scales = errorScales(dataset, train);
  const labels = gatherRows(exactTargets(dataset), rows, tasks);
  const { baselines, final } = findTask(dataset.taskType);
  const measure = (values: ArrayLike<number>): number | null => {
    const settled = Float64Array.from(values);
    const width = settled.length / (rows.length * tasks);
    for (let cell = 0; cell < rows.length * tasks; cell++) {
      // Outputs behind the classes of a target that has fewer than others stand for none.
      const outputs = dataset.classes?.[cell % tasks]?.length ?? width;
      const own = settled.subarray(cell * width, cell * width + outputs);
      own.set(baselines.settle(own));
    }
    return comparableMean(computeMetrics([metric], labels, final(settled, dataset), { scales })[metric.name]!);
  };
  return { isStandardized: scales !== undefined && metric.unitPower !== undefined, measure };
}
