import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { followColumns } from './column-features.ts';
import { chunksOf, fakeChemistry } from './fake-chemistry.test.helper.ts';
import { featureRowsOf, followFeatures, requireRows } from './feature-rows.ts';
import { type FeatureTable, readFeatureTable } from './feature-table.ts';
import { loadFiles } from './load-files.ts';
import { readTable } from './tables/read-table.ts';

const open = (text: string, name: string) => readTable(chunksOf(text), { name });
const features = async (text: string, idColumn?: string): Promise<FeatureTable> =>
  readFeatureTable(await open(text, 'f.csv'), idColumn);

/** The rows of features that the molecules of the tables get. */
async function matched(tables: readonly string[], table: FeatureTable, idColumn?: string): Promise<number[]> {
  const opened = await Promise.all(tables.map((text, file) => open(text, `${file}.csv`)));
  const rows = followFeatures(opened, table);
  const { dataset } = await loadFiles(rows.tables, fakeChemistry, { maxRejected: 0.5, idColumn });
  return [...featureRowsOf(dataset, table, rows)];
}

test('rows without ids go by their order, refused molecules counted, on through several files', async () => {
  const table = await features('a\n1\n2\n3\n4\n5\n');
  assert.deepEqual(await matched(['smiles,y\nC,1\n???,2\nCC,3\n', 'smiles,y\nCCC,4\nCO,5\n'], table), [0, 2, 3, 4]);
});

test('blank rows behind a file do not move the features of the next one', async () => {
  const files = ['smiles,id,y\nC,a,1.5\nCC,b,2.5\n,,\n,,\n', 'smiles,id,y\nCCC,c,3.5\nCO,d,4.5\n'];
  assert.deepEqual(await matched(files, await features('id,n\nd,1\nc,2\nb,3\na,4\n', 'id'), 'id'), [3, 2, 1, 0]);
  const opened = await Promise.all(files.map((text, file) => open(text, `${file}.csv`)));
  const columns = followColumns(opened, ['y']);
  const { dataset } = await loadFiles(columns.tables, fakeChemistry, { idColumn: 'id' });
  assert.deepEqual(
    Array.from(dataset.tableRows, (row) => columns.of(row, dataset)[0]),
    [1.5, 2.5, 3.5, 4.5],
  );
});

test('whatever the order of both files, every molecule gets the features of its id', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const orders = fc.shuffledSubarray(ids, { minLength: ids.length });
  await fc.assert(
    fc.asyncProperty(orders, orders, fc.integer({ min: 1, max: 5 }), async (ofFeatures, ofMolecules, cut) => {
      const table = await features(`id,n\n${ofFeatures.map((id) => `${id},${ids.indexOf(id)}`).join('\n')}\n`, 'id');
      const lines = ofMolecules.map((id, index) => `${'C'.repeat(index + 1)},${id},${index}.5`);
      const files = [lines.slice(0, cut), lines.slice(cut)].map((part) => `smiles,id,y\n${part.join('\n')}\n`);
      const rows = await matched(files, table, 'id');
      assert.deepEqual(
        rows.map((row) => ids[table.values[row]!]),
        ofMolecules,
      );
    }),
    { numRuns: 30 },
  );
});

test('the column of ids is no target, even where it holds numbers', async () => {
  const table = await features('code,a\n8,1\n7,2\n9,3\n', 'code');
  assert.deepEqual(await matched(['smiles,code,y\nC,7,0.1\nCC,8,0.2\nCCC,9,0.4\n'], table, 'code'), [1, 0, 2]);
  const opened = await open('smiles,code,y\nC,7,0.1\nCC,8,0.2\n', 'm.csv');
  const { dataset } = await loadFiles([opened], fakeChemistry, { idColumn: 'code' });
  assert.deepEqual(dataset.taskNames, ['y']);
});

test('molecules without features are named with id and line; a refused molecule needs none', async () => {
  const table = await features('id,a\nx,1\ny,2\n', 'id');
  assert.deepEqual(await matched(['smiles,id,y\nC,y,1\n???,z,2\nCC,x,3\n'], table, 'id'), [1, 0]);
  await assert.rejects(matched(['smiles,id,y\nC,y,1\nCC,z,2\nCCC,,3\n'], table, 'id'), {
    code: 'features-missing',
    path: ['data', 'featuresPath'],
    what: /\b2 of 3\b.*: "z" of line 3, "" of line 4$/,
  });
});

test('a table of molecules without the column of ids is refused', async () => {
  const table = await features('id,a\nx,1\n', 'id');
  await assert.rejects(matched(['smiles,y\nC,1\n'], table, 'id'), {
    code: 'features-mismatch',
    path: ['data', 'featuresIdColumn'],
    where: '0.csv',
  });
});

test('without ids, rows that are not as many as those of the molecules are refused with both counts', async () => {
  const table = await features('a\n1\n2\n');
  requireRows(table, 2, 'm.csv');
  assert.throws(() => requireRows(table, 3, 'm.csv'), {
    code: 'features-mismatch',
    path: ['data', 'featuresPath'],
    where: 'f.csv',
    what: /\b2\b.*m\.csv.*\b3\b/,
  });
  await assert.rejects(matched(['smiles,y\nC,1\nCC,2\nCCC,3\n'], table), {
    code: 'features-mismatch',
    path: ['data', 'featuresPath'],
    where: 'f.csv',
    what: /\b2\b.*0\.csv.*\b3\b/,
  });
});
