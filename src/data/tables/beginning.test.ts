import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTable } from './read-table.ts';
import { sampleRows } from './sample-rows.ts';
import type { TableRow } from './table.ts';

/** Chunks of a text, and whether they were ended before their end. */
function source(chunks: Iterable<string>): {
  stream: AsyncIterable<Uint8Array>;
  state: { given: number; isOpen: boolean };
} {
  const state = { given: 0, isOpen: true };
  async function* stream(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks) {
        yield new TextEncoder().encode(chunk);
        state.given++;
      }
    } finally {
      state.isOpen = false;
    }
  }
  return { stream: stream(), state };
}

const molfile = 'methane\n\n\n  1  0  0  0  0  0            999 V2000\n    0.0    0.0    0.0 C   0  0\nM  END\n';
const ofFormat = {
  csv: (rows: number, note: string) => ['smiles,note\n', ...Array<string>(rows).fill(`CCO,${note}\n`)],
  smi: (rows: number, note: string) => Array<string>(rows).fill(`CCO ${note}\n`),
  sdf: (rows: number, note: string) => Array<string>(rows).fill(`${molfile}> <note>\n${note}\n\n$$$$\n`),
};
const formats = ['csv', 'smi', 'sdf'] as const;

test('of a table with rows of megabytes fewer are looked at, and all of them are still there', async () => {
  const megabytes = 2;
  const note = 'x'.repeat(megabytes << 20);
  const expected = Array.from({ length: 40 }, (_, row) => row);
  let read = 0;
  async function* rows(): AsyncGenerator<TableRow> {
    for (const row of expected) {
      read++;
      yield { row, line: row + 2, cells: ['CCO', note] };
    }
  }
  const plain = { ...(await readTable(source(['smiles,note\n']).stream, { name: 'm.csv' })), rows: rows() };
  const { stream, state } = source(ofFormat.sdf(40, note));
  const sdf = await readTable(stream, { name: 'm.sdf' });
  assert.ok(state.given <= 20, `${state.given} records were read to find the columns`);
  for (const table of [plain, sdf]) {
    const { sample, isWhole, rows: all } = await sampleRows(table);
    assert.ok(sample.length >= 5 && sample.length <= 20, `${table.name}: ${sample.length} rows`);
    assert.equal(isWhole, false);
    const seen: number[] = [];
    for await (const { row } of all) seen.push(row);
    assert.deepEqual(seen, expected);
  }
  assert.deepEqual([read, state.isOpen], [40, false]);
});

test('of an ordinary table a thousand rows are looked at', async () => {
  for (const format of formats) {
    const { stream } = source(ofFormat[format](1200, 'x'.repeat(1000)));
    const { sample, isWhole } = await sampleRows(await readTable(stream, { name: 'm', format }));
    assert.deepEqual([sample.length, isWhole], [1000, false], format);
    const { stream: few } = source(ofFormat[format](20, 'x'));
    const small = await sampleRows(await readTable(few, { name: 'm', format }));
    assert.deepEqual([small.sample.length, small.isWhole], [20, true], format);
  }
});

test('a table that is refused, or left at any row, ends its source', async () => {
  const refused = ['PK\u0003\u0004', '', 'a,a\n1,2\n', 'a,b\n"1,2\n', 'sep=x\na\n', '\n,\n'];
  for (const text of refused) {
    const { stream, state } = source([text, '3,4\n'.repeat(1000)].slice(0, text === '' ? 1 : 2));
    await assert.rejects(async () => {
      for await (const _row of (await readTable(stream, { name: 'm.csv' })).rows);
    });
    assert.equal(state.isOpen, false, JSON.stringify(text));
  }
  for (const format of formats) {
    for (const place of [0, 1, 1100]) {
      const { stream, state } = source(ofFormat[format](1500, 'x'.repeat(100)));
      const { rows } = await sampleRows(await readTable(stream, { name: 'm', format }));
      for await (const { row } of rows) if (row >= place) break;
      assert.equal(state.isOpen, false, `${format}, row ${place}`);
    }
  }
});

test('of the fields of an .sdf that appear late a thousand are listed, and that there are others is said', async () => {
  const fields = Array.from({ length: 1500 }, (_, field) => `> <field ${field}>\n1\n\n`).join('');
  const { stream } = source([...ofFormat.sdf(1000, 'x'), `${molfile}${fields}$$$$\n`, ...ofFormat.sdf(2, 'x')]);
  const table = await readTable(stream, { name: 'm', format: 'sdf' });
  let count = 0;
  for await (const { cells } of table.rows) count += cells.length;
  assert.deepEqual([count, table.notes.length], [1003 * 2, 1001]);
  assert.match(table.notes.at(-1)!, /further on/);
});
