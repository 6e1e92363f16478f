/**
 * Which members answer for a row when an ensemble is judged. Members of one split have all seen its training part and none its test part. Where
 * the members are folds, every row was trained on by some of them: it is judged by those that tested it, and what is fitted to validation
 * rows by those that validated with it.
 */
import type { Split } from '../../data/index.ts';
import type { Member } from './members.ts';

export interface EvaluatedRows {
  /** Positions in the data set. */
  readonly rows: readonly number[];
  /** Members that answer for each of them, by their index. */
  readonly members: readonly (readonly number[])[];
}

/** part: `val` or `test` of the splits. */
export function rowsOfPart(splits: readonly Split[], members: readonly Member[], part: 'val' | 'test'): EvaluatedRows {
  const by = new Map<number, number[]>();
  splits.forEach((split, fold) => {
    const ofFold = members.filter((member) => member.fold === fold).map(({ index }) => index);
    for (const row of split[part]) by.set(row, [...(by.get(row) ?? []), ...ofFold]);
  });
  return { rows: [...by.keys()], members: [...by.values()] };
}

/** Members that have not trained on each row, by which its spread is known. */
export function unseenBy(splits: readonly Split[], members: readonly Member[], rows: readonly number[]): number[][] {
  const trained = splits.map(({ train }) => new Set(train));
  return rows.map((row) => members.filter(({ fold }) => !trained[fold]!.has(row)).map(({ index }) => index));
}
