import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataError } from '../base/errors.ts';
import { chunksOf } from './fake-chemistry.test.helper.ts';
import { readFeatureTable } from './feature-table.ts';
import { readTable } from './tables/read-table.ts';

const read = async (text: string, idColumn?: string) =>
  readFeatureTable(await readTable(chunksOf(text), { name: 'f.csv' }), idColumn);

test('numbers are read in the order of rows and columns; what is no value is NaN', async () => {
  const table = await read('a,b\n1,2.5\n,inf\n-3e2,nan\n');
  assert.deepEqual([table.names, table.rows], [['a', 'b'], 3]);
  assert.deepEqual([...table.values], [1, 2.5, Number.NaN, Number.NaN, -300, Number.NaN]);
});

test('a cell that is no number is refused with its line and column', async () => {
  await assert.rejects(read('a,b\n1,2\n3,CCO\n'), {
    code: 'features-unreadable',
    where: 'f.csv, line 3, column b',
    what: /"CCO"/,
  });
});

test('with a column of ids, rows are found by them, and it is none of the features', async () => {
  const table = await read('a,id,b\n1,x, 2\n3, y ,4\n', 'id');
  assert.deepEqual(
    [table.names, [...table.values]],
    [
      ['a', 'b'],
      [1, 2, 3, 4],
    ],
  );
  assert.deepEqual(
    [...table.ids!.rowOf],
    [
      ['x', 0],
      ['y', 1],
    ],
  );
});

test('an id that stands twice, an empty one and a missing column are refused with their place', async () => {
  const refused = async (text: string, what: RegExp, where: RegExp): Promise<void> =>
    assert.rejects(
      read(text, 'id'),
      (error: DataError) => error instanceof DataError && what.test(error.what) && where.test(error.where!),
    );
  await refused('id,a\nx,1\ny,2\nx,3\n', /"x" stands twice, first in row 1/, /f\.csv, line 4, column id/);
  await refused('id,a\nx,1\n ,2\n', /the id is empty/, /line 3, column id/);
  await refused('ID,a\nx,1\n', /no column id .*\(columns: ID, a\)/, /f\.csv/);
});

test('commas are decimal signs where they separate no cells, which is said; what may be thousands is refused', async () => {
  const table = await read('a;b\n8,8;1\n0,125;-3,5\n');
  assert.deepEqual([...table.values], [8.8, 1, 0.125, -3.5]);
  assert.match(table.notes.join(), /^f\.csv: a comma is read as the decimal sign/);
  assert.deepEqual((await read('a;b\n8.8;1\n')).notes, []);
  for (const text of ['a;b\n1,234;1\n', 'a,b\n"8,8",1\n'])
    await assert.rejects(read(text), { code: 'features-unreadable', where: 'f.csv, line 2, column a' });
});
