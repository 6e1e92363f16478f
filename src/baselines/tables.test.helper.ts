/** Small random tables of bits for the tests of baselines. */
import { RandomStream } from '../base/random.ts';
import type { TaskData } from './baseline.ts';
import { tableOfColumns } from './descriptor-table.ts';
import { hasBit, packBits } from './fingerprints.ts';

export const width = 64;

/** rows x 64 bits, each set with this share; the label of a row is made of its bits. */
export function randomTask(
  rows: number,
  { isLogistic }: Pick<TaskData, 'isLogistic'>,
  label: (has: (bit: number) => boolean, random: RandomStream) => number,
  share = 0.3,
): TaskData {
  const random = new RandomStream(3, 'bits');
  const bits = Array.from({ length: width }, (_, bit) => bit);
  const table = packBits(
    Array.from({ length: rows }, () => bits.filter(() => random.uniform() < share)),
    width,
  );
  const all = Array.from({ length: rows }, (_, row) => row);
  const labels = Float64Array.from(all, (row) => label((bit) => hasBit(table, row, bit), random));
  // The bits again, as columns of numbers.
  const columns = bits.map((bit) => ({
    name: `bit ${bit}`,
    values: Float32Array.from(all, (row) => Number(hasBit(table, row, bit))),
  }));
  return { table, descriptors: tableOfColumns(columns), train: all, models: 1, rows: all, labels, isLogistic };
}
