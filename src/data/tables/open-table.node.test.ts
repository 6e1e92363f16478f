import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openTable } from './open-table.node.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-open-'));
after(() => rm(folder, { recursive: true }));

test('a path is opened and its rows are read', async () => {
  await writeFile(join(folder, 'molecules.csv'), 'smiles,y\nC,1\n');
  const table = await openTable(join(folder, 'molecules.csv'));
  for await (const row of table.rows) assert.deepEqual(row, { row: 0, line: 2, cells: ['C', '1'] });
});

test('a folder, a URL and a missing file are refused with advice', async () => {
  await assert.rejects(openTable(folder), { code: 'not-a-table', where: folder, advice: /molecules\.csv/ });
  await assert.rejects(openTable('https://example.org/a.csv'), {
    code: 'not-a-table',
    where: 'https://example.org/a.csv',
  });
  await assert.rejects(openTable(join(folder, 'molecule.csv')), {
    code: 'cannot-read',
    where: /molecule\.csv$/,
    advice: /molecules\.csv\?/,
  });
});
