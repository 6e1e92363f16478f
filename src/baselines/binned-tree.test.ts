import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { RandomStream } from '../base/random.ts';
import { bestSplit, bestSplitOfFew, type SplitOptions } from './best-split.ts';
import { binTable } from './binned-table.ts';
import { growBinnedTree, treeValue } from './binned-tree.ts';
import { type DescriptorTable, tableOfColumns } from './descriptor-table.ts';
import { Histograms, type TreeData } from './histogram.ts';

/** Three dense columns of many values, two sparse ones of counts, one constant. */
function randomTable(rows: number): DescriptorTable {
  const random = new RandomStream(2, 'columns');
  const column = (value: (row: number) => number): Float32Array =>
    Float32Array.from({ length: rows }, (_, row) => value(row));
  const dense = [0, 1, 2].map((name) => ({ name: `dense ${name}`, values: column(() => random.normal()) }));
  const sparse = [0, 1].map((name) => ({
    name: `sparse ${name}`,
    values: column(() => (random.uniform() < 0.2 ? 1 + random.below(3) : 0)),
  }));
  return tableOfColumns([...dense, ...sparse, { name: 'constant', values: column(() => 4) }]);
}

const all: SplitOptions = { tried: (columns) => columns, smallestLeaf: 1, penalty: 0 };
const rows = Array.from({ length: 300 }, (_, row) => row);

function dataOf(table: DescriptorTable, label: (row: number) => number): TreeData {
  const gradients = Float64Array.from(rows, label);
  return { table: binTable(table, rows), rows, gradients, weights: new Float64Array(rows.length).fill(1) };
}

test('a column that never changes is dropped, bins follow the values, and a missing value is below all others', () => {
  const values = Float32Array.of(3, Number.NaN, 1, 3, 2, 2);
  const table = binTable(
    tableOfColumns([
      { name: 'x', values },
      { name: 'same', values: values.map(() => 1) },
    ]),
    [0, 1, 2, 3, 4, 5],
  );
  assert.deepEqual(table.names, ['x']);
  assert.deepEqual([...table.bins[0]!], [3, 0, 1, 3, 2, 2]);
  assertClose(table.thresholds[0]!.slice(1), [1.5, 2.5], { absolute: 1e-12 });
  // Each row lists its bin unless it is the most frequent one.
  assert.equal(table.listed.length, 4);
});

test('rows outside of the training part do not move the bins', () => {
  const values = Float32Array.of(1, 2, 3, 100);
  const { thresholds, bins } = binTable(tableOfColumns([{ name: 'x', values }]), [0, 1, 2]);
  assert.deepEqual([...thresholds[0]!], [1.5, 2.5]);
  assert.equal(bins[0]![3], 2);
});

test('the split of a histogram is that of its examples one by one, and of a child that of parent less the other', () => {
  const table = randomTable(rows.length);
  const data = dataOf(table, (row) => Math.sin(3 * table.columns[1]![row]!) + table.columns[3]![row]!);
  const histograms = new Histograms(data);
  const part = Int32Array.from(rows.filter((row) => row % 3 === 0));
  const rest = Int32Array.from(rows.filter((row) => row % 3 !== 0));
  const whole = histograms.of(Int32Array.from(rows));
  histograms.subtract(whole, histograms.of(part));
  for (const [examples, histogram] of [
    [part, histograms.of(part)],
    [rest, whole],
  ] as const) {
    const total = { gradient: examples.reduce((sum, row) => sum + data.gradients[row]!, 0), weight: examples.length };
    const search = () => ({ total, options: all, random: new RandomStream(1, 'draws') });
    const [fast, plain] = [
      bestSplit(data, histogram, search())!,
      bestSplitOfFew(data, { examples, columns: histograms.columnsOf(examples) }, search())!,
    ];
    assert.deepEqual([fast.column, fast.bin], [plain.column, plain.bin]);
    assertClose([fast.gain], [plain.gain], { relative: 1e-9, absolute: 1e-9 });
  }
});

test('a fully grown tree repeats labels that its columns distinguish; a limit of depth or leaf holds', () => {
  const table = randomTable(rows.length);
  const data = dataOf(table, (row) => table.columns[0]![row]! * table.columns[2]![row]!);
  const grow = (options: object) =>
    growBinnedTree(data, Int32Array.from(rows), { ...all, deepest: 100, ...options }, new RandomStream(1, 'tree'));
  const full = grow({});
  const errors = rows.map((row) => Math.abs(treeValue(full, data.table, row) - data.gradients[row]!));
  // Values of one bin cannot be distinguished by one column, but by three.
  assert.ok(errors.filter((error) => error > 1e-9).length < 10, `${Math.max(...errors)}`);
  assert.ok(grow({ deepest: 2 }).columns.filter((column) => column < 0).length <= 4);
  const leaves = grow({ smallestLeaf: 40 });
  const counts = new Map<number, number>();
  for (const row of rows) {
    const value = treeValue(leaves, data.table, row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  assert.ok([...counts.values()].every((count) => count >= 40));
});
