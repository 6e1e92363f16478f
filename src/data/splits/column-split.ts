/** A split that a column of the table gives (`--splits-column`). */
import { DataError } from '../../base/index.ts';
import type { PartName, Split } from './split.ts';

const words: Readonly<Record<string, PartName>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  dev: 'val',
  test: 'test',
  testing: 'test',
  holdout: 'test',
};

export function isPartWord(cell: string): boolean {
  return Object.hasOwn(words, cell.trim().toLowerCase());
}

/** The part that a cell names; undefined for an empty one. Throws DataError for another word. */
export function partOf(cell: string, where: string): PartName | undefined {
  const word = cell.trim().toLowerCase();
  if (word === '') return undefined;
  const part = Object.hasOwn(words, word) ? words[word] : undefined;
  if (part) return part;
  throw new DataError({
    code: 'split-unreadable',
    path: ['data', 'splitsColumn'],
    what: `"${cell}" is not a part of a split`,
    where,
    advice: 'Write train, val or test; rows with an empty cell are in no part.',
  });
}

/** parts: [rows]. Rows without a part are left out. Throws DataError if no row trains. */
export function columnSplit(parts: readonly (PartName | undefined)[]): Split {
  const rowsOf = (wanted: PartName): number[] => parts.flatMap((part, row) => (part === wanted ? [row] : []));
  const split = { train: rowsOf('train'), val: rowsOf('val'), test: rowsOf('test') };
  if (split.train.length > 0) return split;
  throw new DataError({
    code: 'empty-part',
    path: ['data', 'splitsColumn'],
    what: 'no row belongs to the training part',
    advice: 'Mark rows with train in the splits column.',
  });
}
