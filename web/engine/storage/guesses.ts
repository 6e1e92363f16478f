/** The prediction that looks at no molecule. */
import { findTask, type Predictions, type TestTable, type TrainingRunFile } from '../../../src/index.web.ts';

/**
 * The mean label of the training set for every molecule, or the share of each class in it. Undefined where run.json does not tell them
 * (runs of early versions).
 */
export function guesses(
  { predictions: { rows, width }, tasks }: TestTable,
  split: TrainingRunFile['split'],
  taskType: string,
): Predictions | undefined {
  const parts = split.parts.find(({ part }) => part === 'train')?.tasks ?? [];
  const outputs = width / tasks.length;
  const row = parts.flatMap(({ mean, positives, classCounts, labeled }): (number | undefined)[] => {
    // Where targets have different numbers of classes, all have as many outputs as the one with the most.
    if (classCounts) return Array.from({ length: outputs }, (_, at) => (classCounts[at] ?? 0) / labeled);
    return [positives === undefined ? numberOrNone(mean) : positives / labeled];
  });
  if (row.length !== width || row.includes(undefined)) return undefined;
  const values = Array.from({ length: rows }, () => row as number[]).flat();
  const classes = tasks.every((task) => task.classes) ? tasks.map((task) => task.classes!) : undefined;
  return findTask(taskType).final(values, { taskNames: tasks.map(({ name }) => name), classes });
}

/** run.json writes what is no number as text. */
function numberOrNone(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
