import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataError } from '../../base/errors.ts';
import type { LoadedDataset } from '../dataset.ts';
import { chunksOf, fakeChemistry } from '../fake-chemistry.test.helper.ts';
import { loadDataset } from '../load-dataset.ts';
import type { LoadOptions } from '../load-options.ts';
import { readTable } from '../tables/read-table.ts';
import { knownTables, recognizeContent } from './known-tables.ts';

async function load(csv: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  return loadDataset(await readTable(chunksOf(csv, 4096), { name: 'm.csv' }), fakeChemistry, options);
}

/** `rows` rows of SMILES and what `cells` gives for each. */
function csv(header: string, cells: (row: number) => string, rows = 12): string {
  const lines = Array.from({ length: rows }, (_, row) => `${'C'.repeat((row % 20) + 1)},${cells(row)}`);
  return [`smiles,${header}`, ...lines, ''].join('\n');
}

/** Values that neither grow nor repeat in order. */
const measured = (row: number): string => (((row * 7) % 12) + 0.5).toFixed(1);

async function tasks(table: string, options: LoadOptions = {}): Promise<readonly string[]> {
  return (await load(table, options)).dataset.taskNames;
}

test('a Unicode minus is a minus, whichever of them, with a note', async () => {
  for (const sign of ['\u2212', '\u2013', '\uff0d']) {
    const { dataset, notes } = await load(csv('MW,logS', (row) => `${40 + 3 * row},${sign}${measured(row)}`));
    assert.deepEqual(dataset.taskNames, ['logS'], sign);
    assert.equal(dataset.targets[0], -0.5);
    assert.ok(notes.includes('Target logS: another sign than "-" is read as the minus: 12.'), notes.join('\n'));
    assert.match(notes.join('\n'), /Column MW is numeric but is called like a property that is computed/);
  }
});

test('a column of numbers with units, percent, plus-minus or dates stops the choice, with its first lines', async () => {
  for (const [cell, reason] of [
    ['1.7 nM', 'a number with a unit or remark'],
    ['45%', 'a number with a unit or remark'],
    ['1.2 ± 0.3', 'a number with a unit or remark'],
    ['1.2(3)', 'a number with a unit or remark'],
    ['5-Mar', 'a date'],
    ['2024-01-05', 'a date'],
    ['1,234.5', 'a number with thousands separators'],
    ['(0.7)', 'a number with brackets, marks or separators'],
    ["1'200.5", 'a number with brackets, marks or separators'],
    ['1.200,5', 'a number with brackets, marks or separators'],
    ['0.7*', 'a number with brackets, marks or separators'],
    ['\uff11\uff0e\uff15', 'a number in other digits than 0 to 9'],
    ['1.5-2.5', 'a range'],
    ['12h', 'a number with a unit or remark'],
  ]) {
    const table = csv('MW,result_x', (row) => `${40 + row * 7.5},"${cell}"`);
    await assert.rejects(load(table), (error: DataError) => {
      assert.deepEqual([error.code, error.where], ['label-unreadable', 'm.csv, line 2, column result_x']);
      assert.ok(error.what.includes(`line 2 "${cell}"`) && error.what.endsWith(`: ${reason!}`), error.what);
      assert.match(error.advice!, /`data\.ignoreColumns: result_x`/);
      return true;
    });
  }
});

test('names that begin with digits are left out beside something measured', async () => {
  for (const cell of ['50-00-0', '3-methyl', '2,4-D', '12-345'])
    assert.deepEqual(await tasks(csv('label_text,logS', (row) => `"${cell}",${measured(row)}`)), ['logS'], cell);
  assert.deepEqual(await tasks(csv('site,logS', (row) => `${row}${'ABC'[row % 3]},${measured(row)}`)), ['logS']);
});

test('dates are no unit, and what is to be copied is quoted as a shell needs it', async () => {
  const dates = csv('result_x', (row) => `${1 + row}-Mar`);
  await assert.rejects(load(dates), { code: 'label-unreadable', advice: /\b3-5\b/ });
  const signs = csv('call', (row) => ['low <5', 'high >5'][row % 2]!);
  await assert.rejects(load(signs), {
    code: 'label-unreadable',
    where: 'm.csv, line 2, column call',
    advice: /data\.labelMap: 'low <5=0,high >5=1'/,
  });
});

test('words of the label map are the target beside a column of numbers, and three words stop', async () => {
  const table = csv('MW,outcome', (row) => `${40 + 7.5 * row},${row % 2 ? 'high' : 'low'}`);
  const labelMap = new Map([
    ['low', 0],
    ['high', 1],
  ]);
  const { dataset } = await load(table, { labelMap });
  assert.deepEqual([dataset.taskNames, dataset.taskType], [['outcome'], 'classification']);
  assert.deepEqual([...dataset.targets.slice(0, 3)], [0, 1, 0]);
  await assert.rejects(load(table), {
    code: 'label-unreadable',
    where: 'm.csv, line 2, column outcome',
    what: /line 2 "low"/,
  });
  const three = csv('MW,grade', (row) => `${40 + 7.5 * row},${['low', 'mid', 'high'][row % 3]}`);
  await assert.rejects(load(three), {
    code: 'label-unreadable',
    where: 'm.csv, line 2, column grade',
    advice: /data\.labelMap: low=0,mid=1/,
  });
  await assert.rejects(load(three, { labelMap }), { code: 'label-unreadable', where: 'm.csv, line 3, column grade' });
  await assert.rejects(load(csv('a', measured), { labelMap }), {
    code: 'no-labels',
    path: ['data', 'labelMap'],
    what: /\(low, high\)/,
  });
});

test('where classes are asked for, words are the target whatever the column is called', async () => {
  for (const name of ['grade', 'y', 'activity']) {
    const table = csv(name, (row) => ['low', 'mid', 'high'][row % 3]!);
    assert.deepEqual(await tasks(table, { taskType: 'multiclass' }), [name]);
  }
});

test('a column of words beside something measured is left out with a note', async () => {
  const { dataset, notes } = await load(
    csv('solvent,logS', (row) => `${row % 2 ? 'water' : 'octanol'},${measured(row)}`),
  );
  assert.deepEqual(dataset.taskNames, ['logS']);
  assert.ok(notes.includes('Columns without labels, left out: solvent.'), notes.join('\n'));
});

test('labels that begin after the first thousand rows make a target', async () => {
  const late = csv('A,B', (row) => `${row < 1010 ? measured(row) : ''},${row < 1005 ? '' : measured(row)}`, 1030);
  const { dataset } = await load(late);
  assert.deepEqual(dataset.taskNames, ['A', 'B']);
  assert.equal(dataset.smiles.length, 1030);
  const words = csv(
    'A,B',
    (row) => `${row < 1010 ? measured(row) : ''},${row < 1005 ? '' : row % 2 ? 'yes' : 'no'}`,
    1030,
  );
  await assert.rejects(load(words), { code: 'target-unclear', path: ['data', 'targetColumns'], what: /: A, B$/ });
});

test('identifiers of all kinds are no targets', async () => {
  const names = [
    ...[
      'Unnamed: 0',
      'PUBCHEM_CID',
      'SID',
      'DTXCID',
      'UniqueID',
      'molregno',
      'tid',
      'Year',
      'Plate',
      'Well',
      'Batch',
      'NSC',
    ],
    ...['PUBCHEM_SUBSTANCE_ID', 'CompoundNo', 'assay_id', 'Plate_Number', 'doc_id', 'Lot', 'EC_number', 'row', '#'],
  ];
  for (const name of names) {
    const { dataset, notes } = await load(csv(`"${name}",logS`, (row) => `${((row * 5) % 12) + 700},${measured(row)}`));
    assert.deepEqual(dataset.taskNames, ['logS'], name);
    assert.ok(
      notes.some((note) => note.startsWith(`Column ${name} is numeric but`)),
      name,
    );
  }
});

test('constants, growing whole numbers and errors of another column are no targets', async () => {
  for (const [name, cell, reason] of [
    ['temperature', () => '298', 'holds only 298'],
    ['code_x', (row: number) => String(row * row + 5), 'only grow'],
    ['zeta', (row: number) => String((row * 5) % 12), 'each whole number of a range once'],
    ['logS_err', (row: number) => `0.${row % 5}1`, 'error or limit of another column'],
    ['SEM', (row: number) => `0.${row % 5}1`, 'error or limit of another column'],
    ['logS_max', (row: number) => `${row % 5}.1`, 'error or limit of another column'],
    ['TPSA', (row: number) => `${row % 5}1.5`, 'computed from the structure'],
    ['Molecular Weight', (row: number) => `${row % 5}1.5`, 'computed from the structure'],
  ] as const) {
    const { dataset, notes } = await load(csv(`${name},logS`, (row) => `${cell(row)},${measured(row)}`));
    assert.deepEqual(dataset.taskNames, ['logS'], name);
    assert.ok(notes.join('\n').includes(reason), `${name}: ${notes.join('\n')}`);
  }
});

test('where several columns may be the target, they are listed with a line to copy', async () => {
  const table = csv('foo,my bar', (row) => `${measured(row)},${measured(row + 3)}`);
  await assert.rejects(load(table), {
    code: 'target-unclear',
    what: /: foo, my bar$/,
    advice: /data\.targetColumns: foo 'my bar'/,
  });
  assert.deepEqual(await tasks(table, { targetColumns: ['my bar'] }), ['my bar']);
  await assert.rejects(load(csv('logS,foo', (row) => `${measured(row)},${measured(row + 3)}`)), {
    code: 'target-unclear',
    what: /: logS, foo$/,
  });
  await assert.rejects(load(csv('active,IC50', (row) => `${row % 2},${measured(row)}`)), {
    code: 'target-unclear',
    what: /: active, IC50$/,
  });
  await assert.rejects(load(csv('standard_value,pchembl_value', (row) => `${measured(row)},${measured(row + 1)}`)), {
    code: 'target-unclear',
    what: /: standard_value, pchembl_value$/,
  });
});

test('blank rows are no gaps: they say nothing about what is measured', async () => {
  const table = csv('foo,bar', (row) => `${measured(row)},${measured(row + 3)}`);
  await assert.rejects(load(`${table},,\n,,\n`), { code: 'target-unclear', what: /: foo, bar$/ });
});

test('one column of different whole numbers stops, since it may be an id, unless its name is of something measured', async () => {
  const whole = (row: number): string => String((row * 37) % 101);
  await assert.rejects(load(csv('foo', whole)), {
    code: 'target-unclear',
    what: /\bfoo\b/,
    advice: /data\.targetColumns: foo`/,
  });
  assert.deepEqual(await tasks(csv('Tb', whole)), ['Tb']);
  assert.deepEqual(await tasks(csv('foo', measured)), ['foo']);
});

test('several columns that are all measured are learned together, with a note on how to take one', async () => {
  const { dataset, notes } = await load(csv('logSolubility,logD', (row) => `${measured(row)},${measured(row + 3)}`));
  assert.deepEqual(dataset.taskNames, ['logSolubility', 'logD']);
  assert.equal(dataset.known, undefined);
  assert.ok(notes.includes('To learn one of them alone: `data.targetColumns: logSolubility`.'), notes.join('\n'));
  assert.ok(
    notes.some((note) => note.includes('looks like the esol table')),
    notes.join('\n'),
  );
  const assays = await load(csv('NR-X,SR-Y', (row) => `${row % 2},${Number(row % 3 === 0)}`));
  assert.deepEqual([assays.dataset.taskNames, assays.dataset.taskType], [['NR-X', 'SR-Y'], 'classification']);
});

test('a table is a known one only with all its rows in their order', () => {
  const esol = knownTables.find(({ name }) => name === 'esol')!;
  const columns = ['smiles', ...esol.targets];
  assert.equal(recognizeContent(esol, columns, [{ cells: ['C', '1'] }]), undefined);
});

test('a column that names the parts of a split is proposed', async () => {
  for (const [name, parts] of [
    ['split', ['train', 'val', 'test']],
    ['set', ['Train', 'Test']],
    ['fold', ['training', 'validation', 'holdout']],
  ] as const) {
    const table = csv(`${name},logS`, (row) => `${parts[row % parts.length]},${measured(row)}`);
    const { warnings } = await load(table);
    assert.ok(
      warnings.some((warning) => warning.includes(`\`data.splitsColumn: ${name}\` makes the split`)),
      warnings.join('\n'),
    );
    assert.doesNotMatch((await load(table, { splitsColumn: name })).warnings.join('\n'), /data.splitsColumn/);
  }
});

test('a table of very many columns asks for the target at once', async () => {
  const names = Array.from({ length: 100_000 }, (_, index) => `f${index}`);
  const table = `smiles,${names.join(',')}\n${['CC', 'CCO'].map((smiles) => `${smiles},${names.map((_, index) => index % 7).join(',')}`).join('\n')}\n`;
  await assert.rejects(load(table), { code: 'table-too-large', path: ['data', 'targetColumns'], what: /100,001/ });
  assert.deepEqual(await tasks(table, { targetColumns: ['f3'], smilesColumns: ['smiles'] }), ['f3']);
});
