import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadedDataset } from '../dataset.ts';
import { chunksOf, fakeChemistry } from '../fake-chemistry.test.helper.ts';
import { loadDataset } from '../load-dataset.ts';
import type { LoadOptions } from '../load-options.ts';
import { readTable } from '../tables/read-table.ts';

async function load(csv: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  return loadDataset(await readTable(chunksOf(csv, 4096), { name: 'm.csv' }), fakeChemistry, options);
}

const rows = ['C,=,70.8,nM', 'CC,>,125.9,nM', 'CCC,<,251.2,nM', 'CCCC,=,112.2,nM', 'CCCCC,~,90.5,nM', ''];
const table = `smiles,standard_relation,standard_value,standard_units\n${rows.join('\n')}`;

test('a value with a relation is a limit: it stops, is left out, or becomes a bound', async () => {
  await assert.rejects(load(table), {
    code: 'label-censored',
    where: 'm.csv, line 3, column standard_value',
    what: /\b3\b.*line 3 "125\.9"/,
  });
  const dropped = await load(table, { censored: 'drop' });
  assert.deepEqual([...dropped.dataset.targets], [70.8, 112.2]);
  assert.equal(dropped.dataset.bounds, undefined);
  const bound = await load(table, { censored: 'bound' });
  assert.deepEqual([...bound.dataset.targets], [70.8, 125.9, 251.2, 112.2]);
  assert.deepEqual([...bound.dataset.bounds!], [0, 1, -1, 0]);
  assert.ok(bound.notes.includes('Column standard_relation says which values of standard_value are limits.'));
  assert.ok(bound.notes.includes('Target standard_value: limits are read as bounds: 1 below, 1 above.'));
  assert.ok(
    bound.notes.some((note) => note.includes('count as missing: 1')),
    bound.notes.join('\n'),
  );
});

test('limits inside the cells are bounds too, and with a threshold the class that they are certain of', async () => {
  const cells = 'smiles,IC50\nC,<5\nCC,12.5\nCCC,>=100\nCCCC,<50\nCCCCC,2.5\nCCCCCC,~3\n';
  const { dataset } = await load(cells, { censored: 'bound' });
  assert.deepEqual([...dataset.targets], [5, 12.5, 100, 50, 2.5]);
  assert.deepEqual([...dataset.bounds!], [-1, 0, 1, -1, 0]);
  const classes = await load(cells, { censored: 'bound', threshold: 10 });
  assert.deepEqual([...classes.dataset.targets], [0, 1, 1, 0]);
  assert.equal(classes.dataset.bounds, undefined);
});

test('quoted relations and a column called operator, qualifier or nothing of the kind are understood', async () => {
  for (const name of ['relation', 'operator', 'IC50 qualifier', 'x']) {
    const { dataset } = await load(`smiles,${name},IC50\nC,'=',1.5\nCC,'>',2.5\nCCC,,3.5\n`, {
      censored: 'bound',
    }).catch(() => load(`smiles,${name},x_value\nC,=,1.5\nCC,>,2.5\nCCC,=,3.5\n`, { censored: 'bound' }));
    assert.deepEqual([...dataset.bounds!], [0, 1, 0], name);
  }
});

test('columns of relations and of units are no targets, whatever they are called', async () => {
  const rows = (cells: (row: number) => string): string =>
    Array.from({ length: 12 }, (_, row) => `${'C'.repeat(row + 1)},${cells(row)}\n`).join('');
  const signs = ['=', '>=', '~'];
  const unit = (row: number): string => ['nM', 'uM'][row % 2]!;
  const qualified = `smiles,Activity_Qualifier,logS\n${rows((row) => `${signs[row % 3]},${row * 3.5}`)}`;
  await assert.rejects(load(qualified), {
    code: 'column-ambiguous',
    path: ['data', 'ignoreColumns'],
    where: 'm.csv, line 3, column Activity_Qualifier',
  });
  const united = `smiles,Ki Operator,Ki,Ki Units\n${rows((row) => `=,${row * 3.5},${unit(row)}`)}`;
  await assert.rejects(load(united), {
    code: 'units-mixed',
    where: 'm.csv, line 3, column Ki Units',
    what: /nM \(6\), uM \(6\)/,
    advice: /data\.ignoreColumns: 'Ki Units'/,
  });
});

test('a column of relations that may belong to another quantity stops', async () => {
  const other = 'smiles,standard_relation,pIC50\nC,=,5.5\nCC,>,6.5\nCCC,=,7.5\n';
  await assert.rejects(load(other), { code: 'column-ambiguous', where: 'm.csv, line 3, column standard_relation' });
  const exact = await load(other, { ignoreColumns: ['standard_relation'] });
  assert.equal(exact.dataset.bounds, undefined);
});

test('values of different units stop, unless the values without one are missing too', async () => {
  const units = (unit: string, value = '3.5'): string =>
    `smiles,standard_value,standard_units\nC,1.5,nM\nCC,2.5,nM\nCCC,${value},${unit}\n`;
  await assert.rejects(load(units('uM')), {
    code: 'units-mixed',
    where: 'm.csv, line 4, column standard_units',
    what: /standard_value.*nM \(2\), uM \(1\)/,
  });
  await assert.rejects(load(units('')), { code: 'units-mixed', what: /nM \(2\), none \(1\)/ });
  assert.equal((await load(units('uM', ''))).dataset.smiles.length, 2);
  assert.equal((await load(units('uM'), { ignoreColumns: ['standard_units'] })).dataset.smiles.length, 3);
});

test('a relation that is missing says nothing of its value, by whatever word', async () => {
  const missing = 'smiles,standard_relation,standard_value\nC,NA,1.5\nCC,>,2.5\nCCC,,3.5\nCCCC,n/a,4.5\n';
  const { dataset } = await load(missing, { censored: 'bound' });
  assert.deepEqual([...dataset.bounds!], [0, 1, 0, 0]);
  const unknown = missing.replace('n/a', '?');
  await assert.rejects(
    load(unknown, { targetColumns: ['standard_value'] }).then(({ dataset }) => dataset.bounds),
    {
      code: 'label-unreadable',
      where: 'm.csv, line 5, column standard_relation',
    },
  );
});

test('relations that begin after many rows without one are limits, and of a column of another name in doubt', async () => {
  const late = (column: string, limits: number): string =>
    `smiles,${column},Ki\n${Array.from({ length: 1100 }, (_, row) => `C,${row < 1100 - limits ? '' : '>'},${row}.5\n`).join('')}`;
  const options = { censored: 'bound', targetColumns: ['Ki'] } as const;
  const { dataset } = await load(late('qualifier', 50), { ...options, duplicates: 'keep' });
  assert.equal(dataset.bounds!.filter((side) => side === 1).length, 50);
  await assert.rejects(load(late('remark', 50), options), {
    code: 'column-ambiguous',
    where: 'm.csv, line 1052, column remark',
  });
  assert.equal((await load(late('remark', 0), { ...options, duplicates: 'keep' })).dataset.bounds, undefined);
});

test('limits are limits where commas are decimal signs, in the cells and by their relations', async () => {
  const cells = 'smiles;IC50\nC;<5,25\nCC;12,5\nCCC;>=100\n';
  const { dataset } = await load(cells, { censored: 'bound' });
  assert.deepEqual([...dataset.targets], [5.25, 12.5, 100]);
  assert.deepEqual([...dataset.bounds!], [-1, 0, 1]);
  const related = 'smiles;standard_relation;standard_value\nC;>;2,05\nCC;<;0,35\nCCC;=;1,5\n';
  await assert.rejects(load(related), { code: 'label-censored', where: 'm.csv, line 2, column standard_value' });
  const bound = await load(related, { censored: 'bound' });
  assert.deepEqual([...bound.dataset.targets], [2.05, 0.35, 1.5]);
  assert.deepEqual([...bound.dataset.bounds!], [1, -1, 0]);
  await assert.rejects(load('smiles;IC50\nC;<1,250\nCC;2.5\nCCC;3.5\n', { censored: 'bound' }), {
    code: 'label-ambiguous',
  });
});
