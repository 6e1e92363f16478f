import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunksOf } from '../fake-chemistry.test.helper.ts';
import { type ReadTableOptions, readTable } from './read-table.ts';
import type { Table, TableRow } from './table.ts';

async function read(
  content: string,
  options: Partial<ReadTableOptions> = {},
  chunk = 7,
): Promise<{ table: Table; rows: TableRow[] }> {
  const table = await readTable(chunksOf(content, chunk), { name: 'molecules.csv', ...options });
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { table, rows };
}

const cellsOf = ({ rows }: { rows: TableRow[] }): (readonly string[])[] => rows.map(({ cells }) => cells);

test('a line that says the separator stands before the header and is no row', async () => {
  for (const [content, delimiter] of [
    ['sep=;\nsmiles;y\nC;1\n', ';'],
    ['"sep=,"\r\nsmiles,y\r\nC,1\r\n', ','],
    ['\ufeffSEP=|\nsmiles|y\nC|1\n', '|'],
    ['sep=\\t\nsmiles\ty\nC\t1\n', '\t'],
  ] as const) {
    for (const chunk of [3, 1000]) {
      const result = await read(content, {}, chunk);
      assert.deepEqual(result.table.columns, ['smiles', 'y'], content);
      assert.equal(result.table.delimiter, delimiter);
      assert.equal(result.rows[0]!.line, 3);
      assert.deepEqual(cellsOf(result), [['C', '1']]);
    }
  }
  await assert.rejects(read('sep=:\nsmiles:y\nC:1\n'), {
    code: 'table-unreadable',
    where: 'molecules.csv, line 1',
    what: /":"/,
  });
});

test('pipes separate cells where the header has them', async () => {
  const result = await read('smiles|logS\nCCO|-0.3\nCC|0.2\n');
  assert.deepEqual(cellsOf(result), [
    ['CCO', '-0.3'],
    ['CC', '0.2'],
  ]);
  assert.deepEqual(result.table.notes, ['molecules.csv: cells are separated by pipes.']);
  assert.deepEqual((await read('smiles,name|alias\nC,a|b\n')).table.columns, ['smiles', 'name|alias']);
});

test('the delimiter is found behind a header cell with a line break, commas or quotes in it', async () => {
  for (const [header, delimiter] of [
    ['"Compound\nname";smiles;logS', ';'],
    ['"Name, first; or ""alias""\r\n(all, of, them)";smiles;logS', ';'],
    ['"a\tb\nc"\tsmiles\tlogS', '\t'],
    ['"a;b;c;d\n"|smiles|logS', '|'],
  ] as const) {
    const result = await read(`${header}\n${['x', 'CCO', '-0.3'].join(delimiter)}\n`, {}, 5);
    assert.deepEqual(result.table.columns.slice(1), ['smiles', 'logS'], header);
    assert.deepEqual(cellsOf(result), [['x', 'CCO', '-0.3']]);
  }
});

test('between tabs a quote is a character, alone or in pairs, unless whole cells are quoted', async () => {
  const alone = await read('name\tsmiles\ty\nc0\tC\t1\n4,4"-x\tCC\t2\nc2\tCCC\t3\n', { name: 'm.tsv' });
  assert.deepEqual(cellsOf(alone)[1], ['4,4"-x', 'CC', '2']);
  assert.match(alone.table.notes.join(), /quotes \("\) in cells are read as they stand/);
  const pair = await read('name\tsmiles\ty\n"5 inch\tC\t1\n6"\tCC\t2\nc2\tCCC\t3\n', { name: 'm.tsv' });
  assert.deepEqual(cellsOf(pair), [
    ['"5 inch', 'C', '1'],
    ['6"', 'CC', '2'],
    ['c2', 'CCC', '3'],
  ]);
  const used = await read('"name"\t"smiles"\n"a ""b"""\t"C"\n', { name: 'm.tsv' });
  assert.deepEqual(cellsOf(used), [['a "b"', 'C']]);
  const breaks = await read('name\tsmiles\n"two\nlines"\tC\n', { name: 'm.tsv' });
  assert.deepEqual(cellsOf(breaks), [['two\nlines', 'C']]);
});

test('a cell that holds line breaks and delimiters is noted, since it may hold rows', async () => {
  const { table, rows } = await read('name,smiles,y\n"a,C,1\nb,CC,2\nc",CCC,3\n');
  assert.equal(rows.length, 1);
  assert.match(table.notes.join(), /line 2: a quoted cell holds line breaks and commas; if these are rows/);
  assert.deepEqual((await read('name,smiles\n"a\nb",C\n"c, d",CC\n')).table.notes, []);
  const seven = await read(`name,smiles,y\n${'"Acme, Inc.\nlot",C,1\n'.repeat(7)}`);
  assert.deepEqual([seven.rows.length, seven.table.notes.length], [7, 6]);
  assert.match(seven.table.notes.at(-1)!, /2 more rows hold such a cell/);
});

test('blank lines between rows are counted, with the first of them; those at the end are not', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['smiles', 'C', '', ' ', '"CC"', '', 'CCC', '', ''].join(end);
    const { table, rows } = await read(text);
    assert.equal(rows.length, 3);
    assert.match(table.notes.join(), /molecules\.csv: blank lines between rows, left out: 3 \(the first is line 3\)/);
  }
  const list = await read('CCO a\n\n\nCC b\n\n', { name: 'm.smi' });
  assert.match(list.table.notes.join(), /blank lines between rows, left out: 2 \(the first is line 2\)/);
});

test('a list of SMILES and names with commas, semicolons or pipes between them is split there', async () => {
  const commas = await read('CCO,c0\nCCCO,c1\n', { name: 'm.smi' });
  assert.deepEqual(cellsOf(commas), [
    ['CCO', 'c0'],
    ['CCCO', 'c1'],
  ]);
  const header = await read('smiles;id\nCCO;c 0\n', { name: 'm.smi' });
  assert.deepEqual([header.table.columns, cellsOf(header)], [['smiles', 'id'], [['CCO', 'c 0']]]);
  const pipes = await read('CCO|c0\nCCCO|c1\n', { name: 'm.smi' });
  assert.deepEqual(cellsOf(pipes), cellsOf(commas));
  const extended = await read('CCO |$R1$| c0\nCCCO |$R1$|\n', { name: 'm.smi' });
  assert.equal(cellsOf(extended)[0]![0], 'CCO', 'the pipes of CXSMILES are none');
  const names = await read('CCO 2,4-D\nCC a;b\n', { name: 'm.smi' });
  assert.deepEqual(cellsOf(names), [
    ['CCO', '2,4-D'],
    ['CC', 'a;b'],
  ]);
});

test('the header of a list of SMILES names its columns', async () => {
  const logS = await read('smiles logS\nCCO -0.3\n', { name: 'm.txt' });
  assert.deepEqual([logS.table.columns, logS.table.unnamed], [['smiles', 'logS'], []]);
  const more = await read('id  SMILES\tlogS\na CCO -0.3\nb\tCC\t1\n', { name: 'm.smi' });
  assert.deepEqual(more.table.columns, ['id', 'SMILES', 'logS']);
  assert.deepEqual(cellsOf(more), [
    ['a', 'CCO', '-0.3'],
    ['b', 'CC', '1'],
  ]);
  await assert.rejects(read('smiles a b\nC 1\n', { name: 'm.smi' }), {
    code: 'table-unreadable',
    where: 'm.smi, line 2',
    what: /\b2\b.*\b3\b/,
  });
  assert.deepEqual((await read('CCO -0.3\n', { name: 'm.smi' })).table.unnamed, ['name']);
});

test('a header of a hundred thousand columns is read at once', async () => {
  const names = Array.from({ length: 100_000 }, (_, index) => `f${index}`);
  const started = performance.now();
  const { table } = await read(`smiles,${names.join(',')}\nC,${names.map(() => '1').join(',')}\n`, {}, 1 << 16);
  assert.equal(table.columns.length, 100_001);
  assert.ok(performance.now() - started < 20_000, 'seconds, also on a busy machine');
});

const molfile = (title: string): string =>
  `${title}\n  made by hand\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0000    0.0000    0.0000 C   0  0\nM  END\n`;

test('an sdf record without an end keeps its row and its fields, and says what it lacks', async () => {
  const broken = molfile('bad').replace('M  END\n', '');
  for (const content of [
    `${molfile('a')}> <y>\n1\n\n$$$$\n${broken}> <y>\n2\n\n$$$$\n${molfile('c')}> <y>\n3\n\n$$$$\n`,
    `${broken}> <y>\n2\n\n$$$$\n${molfile('c')}> <y>\n3\n\n$$$$\n`,
    `${molfile('a')}> <y>\n1\n\n$$$$\n${broken}> <y>\n2\n`,
  ]) {
    const { rows } = await read(content, { name: 'm.sdf' });
    const bad = rows.filter(({ damage }) => damage !== undefined);
    assert.equal(bad.length, 1);
    assert.deepEqual(bad[0]!.cells, ['bad', '2']);
    assert.match(bad[0]!.damage!, /no "M {2}END" line/);
    assert.ok(rows.length >= 2);
  }
});

test('the titles of an sdf get a column name that no field has', async () => {
  const fields = (...names: string[]): string => names.map((name) => `> <${name}>\nx\n\n`).join('');
  const columnsOf = async (...names: string[]): Promise<readonly string[]> =>
    (await read(`${molfile('m')}${fields(...names)}$$$$\n`, { name: 'm.sdf' })).table.columns;
  assert.deepEqual(await columnsOf('name'), ['title', 'name']);
  assert.deepEqual(await columnsOf('name', 'title'), ['record title', 'name', 'title']);
  assert.deepEqual(await columnsOf('name', 'title', 'record title'), [
    'record title 2',
    'name',
    'title',
    'record title',
  ]);
});
