/** Parts of a table by bytes: together they are the table, whatever stands in its cells. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openTable, partOfTable } from './open-table.node.ts';
import { rowsOfGroup } from './row-starts.ts';
import type { Table, TableRow } from './table.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-parts-'));
after(() => rm(folder, { recursive: true }));

const rows = 2 * rowsOfGroup + 40;
const csv = [
  'smiles,"a ""note"",\nof two lines",y',
  ...Array.from(
    { length: rows },
    (_, row) => `${'C'.repeat(1 + (row % 9))}O,"line ${row}\n""quoted"", ${row}é",${row}`,
  ),
  ' ',
  '',
].join('\r\n');
const smi = Array.from({ length: rows }, (_, row) => `${'C'.repeat(1 + (row % 9))}O\tmolecule ${row}`).join('\n');
const sdf = Array.from(
  { length: rows },
  (_, row) =>
    `m${row}\n\n\n  1  0  0  0  0  0            999 V2000\n    0.0    0.0    0.0 C   0  0\nM  END\n> <y>\n${row}\n\n$$$$\n`,
).join('');

async function rowsOf(table: Table): Promise<Omit<TableRow, 'row'>[]> {
  const rows: Omit<TableRow, 'row'>[] = [];
  for await (const { row: _, ...rest } of table.rows) rows.push(rest);
  return rows;
}

for (const [name, content] of Object.entries({ 'a.csv': `\ufeff${csv}`, 'a.smi': smi, 'a.sdf': sdf })) {
  for (const isPacked of [false, true]) {
    const path = join(folder, isPacked ? `${name}.gz` : name);
    test(`the parts of ${name}${isPacked ? '.gz' : ''} together are the table`, async () => {
      await writeFile(path, isPacked ? gzipSync(content) : content);
      const whole = await openTable(path);
      const all = await rowsOf(whole);
      for (const count of [1, 3, 20]) {
        const parts = [];
        for (let index = 1; index <= count; index++) {
          const part = await openTable(path, { range: await partOfTable(path, { index, count }) });
          assert.deepEqual(part.columns, whole.columns);
          parts.push(await rowsOf(part));
        }
        assert.deepEqual(parts.flat(), all, `${count} parts`);
        let before = 0;
        for (const part of parts) {
          assert.ok(before % rowsOfGroup === 0 || before === all.length, 'cut where a group of rows begins');
          before += part.length;
        }
        if (count <= 3) assert.ok(parts.every((part) => part.length > 0));
      }
    });
  }
}
