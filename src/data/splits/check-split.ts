/** Whether a split can be trained on at all; what is merely doubtful is a warning of the report. */
import { DataError, setting } from '../../base/index.ts';
import { findTask } from '../../tasks/index.ts';
import type { Dataset } from '../dataset.ts';
import type { Split } from './split.ts';

/**
 * Throws DataError if nothing trains, if `needsValidation` (early stopping, choice of the best epoch) and nothing validates, if no
 * target has two different labels in the training part, or if a class occurs in the other parts only.
 */
export function checkSplit(dataset: Dataset, split: Split, { needsValidation = false } = {}): void {
  if (split.train.length === 0) {
    throw new DataError({
      code: 'empty-part',
      path: ['split', 'sizes'],
      what: 'the training part is empty',
      advice: `Choose other ${setting('split.sizes')} or another ${setting('split.type')}.`,
    });
  }
  if (needsValidation && split.val.length === 0) {
    throw new DataError({
      code: 'empty-part',
      path: ['split', 'sizes'],
      what: 'early stopping needs a validation part, and it is empty',
      advice: `Give it a share with ${setting('split.sizes')}, or switch early stopping off.`,
    });
  }
  refuseNewClasses(dataset, split);
  if (dataset.taskNames.some((_, task) => varies(dataset, split.train, task))) return;
  const kind = findTask(dataset.taskType).labels.single;
  const all = dataset.smiles.map((_, row) => row);
  const isConstant = !dataset.taskNames.some((_, task) => varies(dataset, all, task));
  throw new DataError({
    code: 'one-class-only',
    path: isConstant ? ['data', 'targetColumns'] : ['split', 'type'],
    what: `the ${split.train.length} molecules of the training part have ${kind} only in ${dataset.taskNames.join(', ')}`,
    where: dataset.name,
    advice: isConstant
      ? 'All molecules of the table have the same: choose another target, or add molecules with other labels.'
      : `Choose another ${setting('split.type')} or ${setting('split.seed')}; the table has other labels too.`,
  });
}

/** What training has never seen cannot be predicted, and would count as a mistake for ever. */
function refuseNewClasses(dataset: Dataset, split: Split): void {
  const { classes, targets, taskNames, lines, name } = dataset;
  if (!classes) return;
  const label = (row: number, task: number): number => targets[row * taskNames.length + task]!;
  const found = taskNames.flatMap((target, task) => {
    const known = new Set(split.train.map((row) => label(row, task)));
    return (['val', 'test'] as const).flatMap((part) => {
      const rows = split[part].filter((row) => !Number.isNaN(label(row, task)) && !known.has(label(row, task)));
      const names = [...new Set(rows.map((row) => classes[task]![label(row, task)]!))];
      return names.map((each) => {
        const row = rows.find((candidate) => classes[task]![label(candidate, task)] === each)!;
        return `${target} "${each}" (${part} part, line ${lines[row]})`;
      });
    });
  });
  if (found.length === 0) return;
  throw new DataError({
    code: 'classes-unexpected',
    path: ['split', 'type'],
    what: `classes that occur in no molecule of the training part: ${found.join(', ')}`,
    where: name,
    advice: `Choose another ${setting('split.type')} or ${setting('split.seed')}, leave these rows out, or join rare classes in the table.`,
  });
}

function varies({ targets, taskNames }: Dataset, rows: readonly number[], task: number): boolean {
  const labels = rows.map((row) => targets[row * taskNames.length + task]!).filter((label) => !Number.isNaN(label));
  return labels.some((label) => label !== labels[0]);
}
