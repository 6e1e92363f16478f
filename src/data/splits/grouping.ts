/** Groups of rows with the same key (scaffold, canonical SMILES), and filling parts with whole groups. */
import type { Split } from './split.ts';

/** Rows of each key, keys in order of first appearance, rows ascending. */
export function groupRows(keys: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  keys.forEach((key, row) => {
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  return [...groups.values()];
}

/** Each group in turn goes to train if it still fits there, else to val if it still fits there, else to test. */
export function fillParts(groups: readonly (readonly number[])[], room: { train: number; val: number }): Split {
  const train: number[] = [];
  const val: number[] = [];
  const test: number[] = [];
  for (const group of groups) {
    if (train.length + group.length <= room.train) addRows(train, group);
    else if (val.length + group.length <= room.val) addRows(val, group);
    else addRows(test, group);
  }
  return { train, val, test };
}

/** One by one: as arguments of a call, more than some 120,000 rows of one scaffold would not fit on the stack. */
export function addRows(part: number[], group: readonly number[]): void {
  for (const row of group) part.push(row);
}
