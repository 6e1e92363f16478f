import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomStream } from '../base/random.ts';
import { hasBit } from './fingerprints.ts';
import { forest } from './forest.ts';
import { randomTask, width } from './tables.test.helper.ts';
import { growTree } from './tree.ts';

const once = (length: number): Int32Array => new Int32Array(length).fill(1);
const random = (): RandomStream => new RandomStream(1, 'tree');

test('the first split is the one that lowers the squared error most, by brute force', () => {
  const data = randomTask(120, { isLogistic: false }, (has, draws) => Number(has(9)) + 0.5 * draws.normal());
  const has = (row: number, bit: number): boolean => hasBit(data.table, row, bit);
  const errorOf = (bit: number): number =>
    [true, false].reduce((sum, set) => {
      const group = data.rows.filter((row) => has(row, bit) === set).map((row) => data.labels[row]!);
      const mean = group.reduce((total, value) => total + value, 0) / group.length;
      return sum + group.reduce((total, value) => total + (value - mean) ** 2, 0);
    }, 0);
  const bits = Array.from({ length: width }, (_, bit) => bit);
  const best = bits.reduce((first, bit) => (errorOf(bit) < errorOf(first) ? bit : first));
  assert.equal(best, 9);
  const model = growTree(data, once(120), { tried: width, smallestLeaf: 25 }, random());
  const leavesWhere = (set: boolean): number[] => data.rows.filter((row) => has(row, best) === set).map(model);
  const clear = leavesWhere(false);
  assert.ok(
    leavesWhere(true).every((value) => !clear.includes(value)),
    'rows with and without the best bit share no leaf',
  );
});

test('a tree grown to the end gives every distinct molecule its label', () => {
  const data = randomTask(120, { isLogistic: false }, (_, draws) => draws.normal());
  const model = growTree(data, once(120), { tried: width, smallestLeaf: 1 }, random());
  for (const row of data.rows) assert.ok(Math.abs(model(row) - data.labels[row]!) < 1e-12);
});

test('two bits that mean something only together are found', () => {
  const data = randomTask(200, { isLogistic: true }, (has) => Number(has(2) !== has(4)), 0.5);
  const model = forest.fit(data, { tried: 'third', smallestLeaf: 1 }, random());
  for (const row of data.rows) assert.equal(Math.round(model(row)), data.labels[row]);
});

test('an example that is drawn twice counts as two', () => {
  const data = randomTask(60, { isLogistic: false }, (_, draws) => draws.normal());
  const repeated = {
    ...data,
    rows: [...data.rows, 7, 7],
    labels: Float64Array.of(...data.labels, data.labels[7]!, data.labels[7]!),
  };
  const times = once(60);
  times[7] = 3;
  const options = { tried: width, smallestLeaf: 5 };
  const left = growTree(data, times, options, random());
  const right = growTree(repeated, once(62), options, random());
  // The same bits are tried in another order, so ties alone could differ: there are none among drawn labels.
  for (const row of data.rows) assert.ok(Math.abs(left(row) - right(row)) < 1e-12);
});

test('a leaf holds no fewer examples than it must', () => {
  const data = randomTask(150, { isLogistic: false }, (_, draws) => draws.normal());
  const model = growTree(data, once(150), { tried: width, smallestLeaf: 10 }, random());
  const sizes = new Map<number, number>();
  for (const row of data.rows) sizes.set(model(row), (sizes.get(model(row)) ?? 0) + 1);
  assert.ok(sizes.size > 3 && Math.min(...sizes.values()) >= 10, [...sizes.values()].join(' '));
});
