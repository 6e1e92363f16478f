import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunksOf, fakeChemistry } from '../fake-chemistry.test.helper.ts';
import { readTable } from '../tables/read-table.ts';
import { isRefused } from './read-molecule.ts';
import { streamMolecules } from './stream-molecules.ts';

test('every row comes out in order with all its cells, refused ones with the reason', async () => {
  const table = await readTable(chunksOf('name,smiles\na,CCO\nb,C1C\nc,\nd,CC\n'), { name: 'm.csv' });
  const { smilesColumn, rows } = await streamMolecules(table, fakeChemistry);
  const seen: string[] = [];
  for await (const { row, read } of rows)
    seen.push(`${row.cells[0]} ${isRefused(read) ? read.reason : read.molecule.smiles}`);
  assert.equal(smilesColumn, 'smiles');
  assert.deepEqual(seen, ['a CCO', 'b ring 1 is never closed', 'c no SMILES', 'd CC']);
});

test('a table with a header and no rows streams nothing', async () => {
  const table = await readTable(chunksOf('smiles\n'), { name: 'm.csv' });
  for await (const row of (await streamMolecules(table, fakeChemistry)).rows) assert.fail(JSON.stringify(row));
});
