import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataError } from '../base/errors.ts';
import { chunksOf } from './fake-chemistry.test.helper.ts';
import { readFeatureTable, requireRows } from './feature-table.ts';
import { readTable } from './tables/read-table.ts';

const read = async (text: string) => readFeatureTable(await readTable(chunksOf(text), { name: 'f.csv' }));

test('numbers are read in the order of rows and columns; what is no value is NaN', async () => {
  const table = await read('a,b\n1,2.5\n,inf\n-3e2,nan\n');
  assert.deepEqual([table.names, table.rows], [['a', 'b'], 3]);
  assert.deepEqual([...table.values], [1, 2.5, Number.NaN, Number.NaN, -300, Number.NaN]);
});

test('a cell that is no number is refused with its line and column', async () => {
  await assert.rejects(
    read('a,b\n1,2\n3,CCO\n'),
    (error: DataError) =>
      error instanceof DataError && /found "CCO"/.test(error.what) && /line 3, column b/.test(error.where!),
  );
});

test('rows that are not as many as those of the molecules are refused with both counts', async () => {
  const table = await read('a\n1\n2\n');
  requireRows(table, 2, 'm.csv');
  assert.throws(() => requireRows(table, 3, 'm.csv'), /2 rows of features, and m\.csv has 3 rows/);
});
