/** Whether a split can be trained on at all; what is merely doubtful is a warning of the report. */
import { DataError } from '../../base/index.ts';
import type { Dataset } from '../dataset.ts';
import type { Split } from './split.ts';

/**
 * Throws DataError if nothing trains, if `needsValidation` (early stopping, choice of the best epoch) and nothing validates, or if no
 * target has two different labels in the training part.
 */
export function checkSplit(dataset: Dataset, split: Split, { needsValidation = false } = {}): void {
  if (split.train.length === 0) {
    throw new DataError({
      what: 'the training part is empty',
      advice: 'Choose other --split-sizes or another --split.',
    });
  }
  if (needsValidation && split.val.length === 0) {
    throw new DataError({
      what: 'early stopping needs a validation part, and it is empty',
      advice: 'Give it a share with --split-sizes, or switch early stopping off.',
    });
  }
  if (dataset.taskNames.some((_, task) => varies(dataset, split.train, task))) return;
  const kind = dataset.taskType === 'classification' ? 'one class' : 'one value';
  throw new DataError({
    what: `the ${split.train.length} molecules of the training part have ${kind} only in ${dataset.taskNames.join(', ')}`,
    advice: 'Choose another --split or --seed, or a table with both.',
  });
}

function varies({ targets, taskNames }: Dataset, rows: readonly number[], task: number): boolean {
  const labels = rows.map((row) => targets[row * taskNames.length + task]!).filter((label) => !Number.isNaN(label));
  return labels.some((label) => label !== labels[0]);
}
