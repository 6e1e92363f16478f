import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ErrorCode } from '../../base/error-codes.ts';
import { chunksOf } from '../fake-chemistry.test.helper.ts';
import { type ReadTableOptions, readTable } from './read-table.ts';
import type { Table, TableRow } from './table.ts';
import { csvCell, csvLine, quoteCell } from './write-csv.ts';

async function read(
  content: string | Uint8Array,
  options: Partial<ReadTableOptions> = {},
  chunk = 7,
): Promise<{ table: Table; rows: TableRow[] }> {
  const table = await readTable(chunksOf(content, chunk), { name: 'molecules.csv', ...options });
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { table, rows };
}

const cellsOf = ({ rows }: { rows: TableRow[] }): (readonly string[])[] => rows.map(({ cells }) => cells);
const linesOf = ({ rows }: { rows: TableRow[] }): number[] => rows.map(({ line }) => line);

/** Of the error; code: without it, table-unreadable. */
interface Expected {
  readonly code?: ErrorCode;
  readonly where?: string;
  readonly what?: RegExp;
  readonly advice?: RegExp;
}

async function assertRefused(
  content: string | Uint8Array,
  expected: Expected,
  options: Partial<ReadTableOptions> = {},
): Promise<void> {
  for (const chunk of [1, 7, 100_000]) {
    await assert.rejects(read(content, options, chunk), { name: 'DataError', code: 'table-unreadable', ...expected });
  }
}

test('quoted cells may hold delimiters, quotes and line breaks, and lines are counted as an editor does', async () => {
  const csv = 'smiles,"name, long",y\nC,"a ""b"", c",1\n\nCC,"two\nlines",2\nCCC,x,3\n';
  for (const chunk of [1, 2, 3, 5, 1000]) {
    const result = await read(csv, {}, chunk);
    assert.deepEqual(result.table.columns, ['smiles', 'name, long', 'y']);
    assert.deepEqual(cellsOf(result), [
      ['C', 'a "b", c', '1'],
      ['CC', 'two\nlines', '2'],
      ['CCC', 'x', '3'],
    ]);
    assert.deepEqual(linesOf(result), [2, 4, 6]);
  }
});

test('a byte order mark, CRLF, lone carriage returns and blank lines at the end are read in silence', async () => {
  for (const csv of ['\ufeffsmiles,y\r\nC,1\r\nCC,2\r\n\r\n  \r\n', 'smiles,y\rC,1\rCC,2\r', 'smiles,y\nC,1\nCC,2']) {
    for (const chunk of [1, 4, 1000]) {
      const result = await read(csv, {}, chunk);
      assert.deepEqual(result.table.columns, ['smiles', 'y']);
      assert.deepEqual(cellsOf(result), [
        ['C', '1'],
        ['CC', '2'],
      ]);
      assert.deepEqual(linesOf(result), [2, 3]);
      assert.deepEqual(result.table.notes, []);
    }
  }
});

test('the delimiter is found from the header and noted unless it is a comma', async () => {
  const semicolons = await read('smiles;y\nC;3,14\n');
  assert.deepEqual(cellsOf(semicolons), [['C', '3,14']]);
  assert.deepEqual(semicolons.table.notes, ['molecules.csv: cells are separated by semicolons.']);
  const tabs = await read('smiles\tname, or id\ty\nC\tx\t1\n', { name: 'm.tsv' });
  assert.deepEqual(cellsOf(tabs), [['C', 'x', '1']]);
  assert.equal(tabs.table.delimiter, '\t');
});

test('gzip is read directly, and a damaged archive is named', async () => {
  const packed = gzipSync('smiles,y\nC,1\n');
  assert.deepEqual(cellsOf(await read(packed, { name: 'm.csv.gz' })), [['C', '1']]);
  await assertRefused(packed.subarray(0, packed.length - 9), { where: 'molecules.csv', what: /gzip/ });
});

test('smi files are SMILES, blanks and a name; a header line is recognized', async () => {
  const { table, rows } = await read('CCO ethanol\nC\tmethane gas\n\nCC\n', { name: 'm.smi' });
  assert.deepEqual(table.columns, ['smiles', 'name']);
  assert.deepEqual(
    rows.map(({ line, cells }) => [line, ...cells]),
    [
      [1, 'CCO', 'ethanol'],
      [2, 'C', 'methane gas'],
      [4, 'CC', ''],
    ],
  );
  const withHeader = await read('SMILES Name\nCCO ethanol\n', { name: 'm.txt' });
  assert.deepEqual(cellsOf(withHeader), [['CCO', 'ethanol']]);
  assert.match(withHeader.table.notes[0]!, /first line is a header/);
});

const molfile = (title: string, version = 'V2000'): string =>
  `${title}\n  made by hand\n\n  1  0  0  0  0  0  0  0  0  0999 ${version}\n    0.0000    0.0000    0.0000 C   0  0\nM  END\n`;

test('sdf records become rows: title and data fields as columns, the molfile block apart', async () => {
  const sdf = `${molfile('methane')}> <logP>\n1.1\n\n>  2  <note>  (3)\ntwo\nlines\n\n$$$$\n${molfile('')}> <logP>\n2\n\n$$$$\n`;
  for (const content of [sdf, sdf.replaceAll('\n', '\r\n')]) {
    const { table, rows } = await read(content, { name: 'm.sdf' });
    assert.deepEqual(table.columns, ['name', 'logP', 'note']);
    assert.deepEqual(cellsOf({ rows }), [
      ['methane', '1.1', 'two\nlines'],
      ['', '2', ''],
    ]);
    assert.deepEqual(linesOf({ rows }), [1, 15]);
    assert.ok(rows[0]!.molblock!.startsWith('methane\n  made by hand\n\n') && rows[0]!.molblock!.endsWith('M  END\n'));
    assert.ok(rows[1]!.molblock!.startsWith('molecule\n'), 'an empty title is filled, so that trimming harms nothing');
  }
});

test('a molecule behind a lost $$$$ is a row of its own, with a note', async () => {
  const field = '> <y>\n1\n\n';
  const lost = `${molfile('a')}${field}${molfile('b')}${field}$$$$\n${molfile('c')}$$$$\n`;
  const { table, rows } = await read(lost, { name: 'm.sdf' });
  assert.deepEqual(cellsOf({ rows }), [
    ['a', '1'],
    ['b', '1'],
    ['c', ''],
  ]);
  assert.match(table.notes.join(), /m\.sdf, line 10: no "\$\$\$\$" stands before this molecule/);
  const cut = `${molfile('a').replace('M  END\n', '')}${molfile('b', 'V3000')}$$$$\n`;
  const halves = await read(cut, { name: 'm.sdf' });
  assert.match(halves.rows[0]!.damage!, /no "M {2}END" line/);
  assert.ok(halves.rows[1]!.molblock!.startsWith('b\n'));
  const inField = await read(`${molfile('a')}> <mol>\n${molfile('b')}\n$$$$\n`, { name: 'm.sdf' });
  assert.equal(inField.rows.length, 1);
});

test('a molfile under another name, and an sdf record without an end, are recognized', async () => {
  await assertRefused(
    `${molfile('x')}$$$$\n`,
    { code: 'not-a-table', where: 'm.csv', what: /SDF/, advice: /\.sdf/ },
    {
      name: 'm.csv',
    },
  );
  await assertRefused(
    'x\n\n\n  1  0 V2000\n',
    { where: 'm.sdf, line 1', what: /"M {2}END"/ },
    {
      name: 'm.sdf',
    },
  );
});

test('text in UTF-16 and Windows-1252 is read, with a note', async () => {
  const csv = 'smiles,name\nCCO,caf\u00e9 5 \u00b5M\nCC,x\n';
  const big = Buffer.from(`\ufeff${csv}`, 'utf16le').swap16();
  const cells = [
    ['CCO', 'caf\u00e9 5 \u00b5M'],
    ['CC', 'x'],
  ];
  for (const chunk of [1, 7, 1000]) {
    for (const bytes of [Buffer.from(`\ufeff${csv}`, 'utf16le'), Buffer.from(csv, 'utf16le'), big]) {
      const utf16 = await read(bytes, {}, chunk);
      assert.deepEqual(cellsOf(utf16), cells);
      assert.deepEqual(utf16.table.notes, ['molecules.csv: the text is read as UTF-16.']);
    }
    const latin = await read(Buffer.from(csv, 'latin1'), {}, chunk);
    assert.deepEqual(cellsOf(latin), cells);
    assert.deepEqual(latin.table.notes, ['molecules.csv: the text is read as Windows-1252.']);
    const last = await read(Buffer.from('smiles,unit\nC,\u00b5', 'latin1'), {}, chunk);
    assert.deepEqual(cellsOf(last), [['C', '\u00b5']]);
  }
  assert.deepEqual(cellsOf(await read('smiles,name\nC,caf\u00e9 \u201cx\u201d \u5206\u5b50\n', {}, 1)), [
    ['C', 'caf\u00e9 \u201cx\u201d \u5206\u5b50'],
  ]);
});

test('a byte that is no UTF-8 behind text that is, or that no encoding has, is refused with line and offset', async () => {
  await assertRefused(
    Buffer.concat([Buffer.from('smiles,name\n\u00b5,caf'), Buffer.from([0xe9]), Buffer.from('\nCC,x\n')]),
    { where: 'molecules.csv, line 2', what: /\b0xe9\b.*Windows-1252.*\b18\b/ },
  );
  await assertRefused(Buffer.from('smiles,name\nC,\x81\n', 'latin1'), { what: /\b0x81\b/ });
});

test('a NUL byte is refused with its line', async () => {
  await assertRefused('smiles,y\nC,1\nC\0C,2\n', { where: 'molecules.csv, line 3', what: /\bNUL\b.*\b14\b/ });
});

test('a quote that is never closed is reported at the line where it opens', async () => {
  await assertRefused('smiles,name\nC,x\nCC,"never closed\nCCC,y\nCCCC,z\n', {
    where: 'molecules.csv, line 3',
    what: /\("\)/,
  });
});

test('a quote inside a cell without quotes is reported at its line', async () => {
  await assertRefused('smiles,name\nC,x\nCC,5" pipe and 6" pipe\n', { where: 'molecules.csv, line 3', what: /Quote/ });
});

test('a row with too many or too few cells is reported at its line with both numbers', async () => {
  await assertRefused('smiles,y\nC,1\n\nCC,1,2\n', {
    where: 'molecules.csv, line 4',
    what: /\b3\b.*\b2\b.*\bcommas\b/,
    advice: /quotes/,
  });
  await assertRefused('smiles,y,z\nC,1,2\nCC,1\n', { where: 'molecules.csv, line 3', what: /\b2\b.*\b3\b/ });
});

test('an empty file and a file of blank lines are refused', async () => {
  await assertRefused('', { code: 'table-empty', where: 'molecules.csv' });
  await assertRefused('\n\n', { code: 'table-empty' });
  await assertRefused('\n\n', { code: 'table-empty' }, { name: 'm.smi' });
});

test('duplicate column names and a header without any name are refused', async () => {
  await assertRefused('smiles,y,y \nC,1,2\n', {
    code: 'header-unusable',
    where: 'molecules.csv, line 1',
    what: /"y" \(columns 2, 3\)/,
  });
  await assertRefused(',,\nC,1,2\n', { code: 'header-unusable', where: 'molecules.csv, line 1' });
});

test('a column without a name gets one', async () => {
  const { table } = await read(',smiles\n0,C\n');
  assert.deepEqual(table.columns, ['column 1', 'smiles']);
  assert.deepEqual(table.unnamed, ['column 1']);
});

test('without a header row the first line is a row and columns are numbered', async () => {
  const result = await read('C,1\nCC,2\n', { header: false });
  assert.deepEqual(result.table.columns, ['column 1', 'column 2']);
  assert.deepEqual(linesOf(result), [1, 2]);
});

test('a workbook, archive, web page, JSON or Parquet file is called by its name', async () => {
  const other = { code: 'not-a-table', where: 'molecules.csv' } as const;
  await assertRefused(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0), {
    ...other,
    what: /xlsx/,
    advice: /CSV \(UTF-8\)/,
  });
  await assertRefused(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), { ...other, what: /Excel/ });
  await assertRefused(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), { ...other, what: /PNG/ });
  await assertRefused('PAR1\x15\x04', { ...other, what: /Parquet/, advice: /to_csv/ });
  await assertRefused('[{"smiles": "C"}]', { ...other, what: /JSON/ });
  await assertRefused('{"smiles": ["C"]}', { ...other, what: /JSON/ });
  await assertRefused('<!DOCTYPE html><html>', { ...other, what: /web page/ });
  await assertRefused('version https://git-lfs.github.com/spec/v1\noid sha256:0\n', {
    ...other,
    what: /Git LFS/,
    advice: /git lfs pull/,
  });
  assert.equal((await read('[Na+].[Cl-] salt\n', { name: 'm.smi' })).rows.length, 1, 'brackets may begin a SMILES');
});

test('any table survives being written and read, whatever its cells hold and wherever the chunks end', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r\n', 'é', '=', ' ', '1') });
  const table = fc.array(fc.tuple(cell, cell, fc.constant('x')), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.nat({ max: 40 }),
      async (rows, delimiter, chunk) => {
        // Between tabs a quote is a character where lines have their cells without the grammar of quotes.
        fc.pre(delimiter !== '\t' || !rows.flat().some((text) => text.includes('\t') && text.includes('\n')));
        const written = [['left', 'right', 'end'], ...rows].map((cells) =>
          cells.map((text) => quoteCell(text, delimiter)).join(delimiter),
        );
        const result = await read(`${written.join('\n')}\n`, {}, chunk + 1);
        assert.deepEqual(cellsOf(result), rows);
      },
    ),
  );
});

test('cells that a spreadsheet would run as a formula are disarmed when written, numbers are not', () => {
  assert.equal(
    csvLine(['=cmd|x', '-1.5', '+1e-3', '@SUM(A1)', '-OH', 'a"b', '<b>,']),
    `'=cmd|x,-1.5,+1e-3,'@SUM(A1),'-OH,"a""b","<b>,"`,
  );
  assert.equal(csvCell('\tx'), "'\tx");
});

test('memory stays constant however long the table is', async () => {
  const line = new TextEncoder().encode('CC(=O)Oc1ccccc1C(=O)O,"aspirin, tablets",0.5\n'.repeat(2000));
  async function* long(blocks: number): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('smiles,name,y\n');
    for (let block = 0; block < blocks; block++) yield line;
  }
  const mostHeap = async (blocks: number): Promise<number> => {
    const table = await readTable(long(blocks), { name: 'large.csv' });
    let [rows, most] = [0, 0];
    for await (const _ of table.rows) if (++rows % 2000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
    assert.equal(rows, blocks * 2000);
    return most;
  };
  const short = await mostHeap(5);
  const long20MB = await mostHeap(50);
  assert.ok(long20MB < short + 60e6, `${short} bytes of heap for 10,000 rows, ${long20MB} for 100,000`);
});

test('a row of many chunks is not copied anew for each of them', async (context) => {
  const set = context.mock.method(Uint8Array.prototype, 'set');
  const { rows } = await read(`smiles,note\nCCO,${'x'.repeat(1 << 19)}\n`, {}, 1024);
  const copied = set.mock.calls.reduce((sum, call) => sum + (call.arguments[0] as Uint8Array).length, 0);
  assert.equal(rows[0]!.cells[1]!.length, 1 << 19);
  assert.ok(copied < 1 << 25, `${copied} bytes were copied`);
});
