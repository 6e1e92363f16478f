/** What makes the errors of several quantities comparable, for classical models as for networks. */
import { findTask, fitStandardization } from '../tasks/index.ts';
import type { Dataset } from './dataset.ts';
import { weighedTargets } from './exact-targets.ts';

/**
 * Deviation of the labels of each target in the training part, [tasks], limits and what weighs nothing left out; undefined where errors have no unit, or one. Throws
 * DataError for a target without labels there.
 */
export function errorScales(
  dataset: Pick<Dataset, 'targets' | 'bounds' | 'taskNames' | 'taskType' | 'weights'>,
  train: readonly number[],
): readonly number[] | undefined {
  const { taskNames, taskType } = dataset;
  if (taskNames.length < 2 || !findTask(taskType).report.scalesErrors) return undefined;
  return fitStandardization(weighedTargets(dataset, train), taskNames, train).std;
}
