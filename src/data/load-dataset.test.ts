import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadChemistry } from '../chem/rdkit.node.ts';
import type { LoadedDataset } from './dataset.ts';
import { chunksOf, fakeChemistry } from './fake-chemistry.test.helper.ts';
import { loadDataset } from './load-dataset.ts';
import type { LoadOptions } from './load-options.ts';
import { rejectsCsv } from './rejects.ts';
import { readTable } from './tables/read-table.ts';

async function load(csv: string, options: LoadOptions = {}, name = 'm.csv', header = true): Promise<LoadedDataset> {
  return loadDataset(await readTable(chunksOf(csv), { name, header }), fakeChemistry, options);
}

/** A table of smiles and y with plain good rows before the given ones. */
const table = (...rows: string[]): string =>
  `smiles,y\n${['C,0.5', 'CC,1.5', 'CCC,2.5', 'CCCC,3.5', 'CCCCC,4.5', ...rows].join('\n')}\n`;

test('a plain table is loaded with targets, rows and lines', async () => {
  const { dataset, rejects } = await load('smiles,a,b\nC,1.5,\n\nCC,,-2e-1\n');
  assert.deepEqual([...dataset.targets], [1.5, Number.NaN, Number.NaN, -0.2]);
  assert.deepEqual(dataset.taskNames, ['a', 'b']);
  assert.equal(dataset.taskType, 'regression');
  assert.deepEqual([...dataset.tableRows], [0, 1]);
  assert.deepEqual([...dataset.lines], [2, 4]);
  assert.deepEqual(rejects, []);
});

test('a SMILES that the toolkit refuses is listed with line, value and its reason, and skipped', async () => {
  const { dataset, rejects, notes } = await load(table('C1CC,5', 'CCO,6'));
  assert.deepEqual(dataset.smiles.at(-1), 'CCO');
  assert.deepEqual(rejects, [
    {
      file: 'm.csv',
      row: 5,
      line: 7,
      column: 'smiles',
      value: 'C1CC',
      kind: 'invalid',
      reason: 'ring 1 is never closed',
    },
  ]);
  assert.ok(notes.includes('Rows without a molecule that the toolkit accepts, left out: 1.'), notes.join('\n'));
});

test('blank rows of a spreadsheet are no refused rows, at the end or between others', async () => {
  const filled = 'smiles,y,comment\nC,0.5,\nCC,1.5,\nCCC,2.5,\n';
  const end = await load(`${filled}${',,\n'.repeat(8)}`);
  assert.deepEqual([end.dataset.smiles.length, end.dataset.tableLength, end.rejects.length], [3, 3, 0]);
  assert.ok(end.notes.includes('Blank rows, left out: 8.'), end.notes.join('\n'));
  const between = await load(`${filled} , ,\nCCCC,3.5,\n,,\n`);
  assert.deepEqual([...between.dataset.tableRows], [0, 1, 2, 4]);
  assert.equal(between.dataset.tableLength, 5);
  assert.ok(between.notes.includes('Blank rows, left out: 2.'));
  await assert.rejects(load(`${filled},1,\n,2,\n`), {
    code: 'too-many-refused',
    path: ['data', 'maxRejected'],
    what: /\b2 of 5\b/,
  });
});

test('with on-invalid error the first refused row stops the load', async () => {
  await assert.rejects(load(table('C1CC,5'), { onInvalid: 'error' }), {
    code: 'molecule-refused',
    path: ['data', 'onInvalid'],
    where: 'm.csv, line 7, column smiles',
    what: /"C1CC"/,
  });
});

test('more than a fifth of refused rows stops, and the share can be set', async () => {
  const csv = table('xyz,1', 'C1C,2');
  await assert.rejects(load(csv), { code: 'too-many-refused', what: /\b2 of 7\b.*\b20 %.*line 7 "xyz"/ });
  assert.equal((await load(csv, { maxRejected: 0.5 })).rejects.length, 2);
});

test('blanks, tabs and no-break spaces around a SMILES are trimmed and counted once', async () => {
  const { dataset, notes } = await load(table(' CCO ,1', '"CCN\t",2', '\u00a0CCF\u200b,3'));
  assert.deepEqual(dataset.smiles.slice(5), ['CCO', 'CCN', 'CCF']);
  assert.ok(notes.includes('SMILES with blanks around them, trimmed: 3.'));
});

test('a name or CXSMILES extension after the SMILES is set apart and counted', async () => {
  const { dataset, notes } = await load(table('CCO ethanol,1', 'CCN |$;;x$|,2'));
  assert.deepEqual(dataset.smiles.slice(5), ['CCO', 'CCN']);
  assert.ok(notes.includes('SMILES followed by a name or an extension, which is left out: 2.'));
});

test('empty and not-available cells are rejected as missing, not as invalid', async () => {
  const { rejects } = await load(table(',1', 'nan,2', 'N/A,3', '-,4', 'None,5'), { maxRejected: 1 });
  assert.deepEqual(new Set(rejects.map(({ kind }) => kind)), new Set(['missing']));
  assert.equal(rejects.length, 5);
});

test('salts and mixtures are kept and counted, or cut to their largest fragment', async () => {
  const kept = await load(table('CCN.Cl,1'));
  assert.equal(kept.dataset.smiles.at(-1), 'CCN.Cl');
  assert.ok(kept.notes.includes('Salts and mixtures, kept as they are: 1.'));
  const cut = await load(table('Cl.CCN,1'), { largestFragment: true });
  assert.equal(cut.dataset.molecules.at(-1)!.canonicalSmiles, 'CCN');
});

test('single atoms and ions are molecules like others', async () => {
  const { dataset, rejects } = await load(table('N,1', '[Na+],2'));
  assert.deepEqual(rejects, []);
  assert.deepEqual(dataset.smiles.slice(5), ['N', '[Na+]']);
});

test('reactions, search patterns, InChI, names, keys and a megabyte of text are refused with a hint', async () => {
  const chemistry = await loadChemistry();
  const hints: readonly (readonly [string, RegExp])[] = [
    ['CC>>CO', /a reaction/],
    ['[C;!H0]', /SMARTS/],
    ['InChI=1S/CH4/h1H4', /an InChI, not a SMILES/],
    ['aspirin', /looks like a name/],
    ['BSYNRYMUTXBXSQ-UHFFFAOYSA-N', /InChIKey/],
    ['50-78-2', /CAS number/],
    ['“CCO”', /U\+201C never occurs/],
    ['C[R1]', /an R-group is written/],
    // The title of a molfile is no SMILES, whatever it looks like.
    ['CCO\n  drawn\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n', /a molfile, not a SMILES/],
    ['C'.repeat(1e6), /1000000 characters long/],
  ];
  for (const [cell, hint] of hints) {
    const csv = await readTable(chunksOf(table(`"${cell}",1`), 1000), { name: 'm.csv' });
    const { rejects } = await loadDataset(csv, chemistry);
    assert.match(rejects[0]!.reason, hint);
    assert.ok(rejects[0]!.value.length < 300);
  }
});

test('a dummy atom is accepted with a note, and so is an element that features do not know', async () => {
  const { warnings } = await load(table('*CC,1', '[Sg],2'));
  assert.match(warnings.join('\n'), /Molecules with a dummy atom \(\*\).*: 1/);
  assert.match(warnings.join('\n'), /Molecules with element Sg, which the model knows only as "other": 1/);
});

test('molecules above --max-atoms are left out and reported', async () => {
  const { dataset, rejects, notes } = await load(table(`${'C'.repeat(100)},1`, `${'C'.repeat(99)},2`));
  assert.equal(dataset.smiles.at(-1)!.length, 99);
  assert.equal(rejects[0]!.reason, '100 atoms, at most 99 are allowed');
  assert.ok(notes.includes('Molecules with too many atoms, left out: 1.'));
  assert.equal((await load(table(`${'C'.repeat(100)},1`), { maxAtoms: 120 })).rejects.length, 0);
});

test('one structure twice with one label is kept with a warning, or merged', async () => {
  const kept = await load(table('CCO,5', 'OCC,5'));
  assert.match(kept.warnings.join('\n'), /Structures in several rows with labels that agree: 1 \(2 rows\), kept/);
  const merged = await load('smiles,a,b\nCCO,5,\nOCC,,6\nC,1,1\n', { duplicates: 'merge' });
  assert.deepEqual([...merged.dataset.targets], [5, 6, 1, 1]);
  assert.equal(merged.rejects[0]!.kind, 'duplicate');
  const limits = { duplicates: 'merge', censored: 'bound', targetColumns: ['a', 'b'] } as const;
  const { dataset } = await load('smiles,a,b\nCCO,1.5,\nOCC,1.5,>5\nC,1,2.5\n', limits);
  assert.deepEqual([...dataset.targets], [1.5, 5, 1, 2.5]);
  assert.deepEqual([...dataset.bounds!], [0, 1, 0, 0], 'a limit of a later row stays a limit');
});

test('of a structure in many rows with contradictory labels the first lines are listed', async () => {
  const control = Array.from({ length: 1300 }, (_, row) => `CCO,${row % 7}.5`);
  const { warnings } = await load(`smiles,y\n${control.join('\n')}\n`);
  assert.match(
    warnings.join('\n'),
    /contradictory labels: 1, kept.*: CCO \(lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 1,290 more\)\./,
  );
});

test('one structure with contradictory labels is listed by line, and dropped or averaged if asked', async () => {
  const csv = table('CCO,5', 'OCC,7');
  const kept = await load(csv);
  assert.equal(kept.dataset.smiles.length, 7);
  assert.match(kept.warnings.join('\n'), /Structures with contradictory labels: 1, kept.*: CCO \(lines 7, 8\)/);
  const dropped = await load(csv, { contradictions: 'drop' });
  assert.equal(dropped.dataset.smiles.length, 5);
  assert.deepEqual(
    dropped.rejects.map(({ line, kind }) => [line, kind]),
    [
      [7, 'contradiction'],
      [8, 'contradiction'],
    ],
  );
  const averaged = await load(csv, { contradictions: 'average' });
  assert.equal(averaged.dataset.targets.at(-1), 6);
  await assert.rejects(load('smiles,y\nC,1\nCC,0\n', { contradictions: 'average' }), {
    code: 'contradicting-settings',
    path: ['data', 'contradictions'],
  });
});

test('rows of different parts are never made one, and weights are added up', async () => {
  const csv = 'smiles,y,part,w\nCCO,1,test,1\nOCC,3,train,1\nOCC,6,train,3\nCC,2,val,1\nCC,2,test,1\nC,4,train,2\n';
  const { dataset } = await load(csv, {
    ...{ contradictions: 'average', duplicates: 'merge', targetColumns: ['y'] },
    ...{ splitsColumn: 'part', weightColumn: 'w' },
  });
  assert.deepEqual([...dataset.targets], [1, 5.25, 2, 2, 4]);
  assert.deepEqual(dataset.parts, ['test', 'train', 'val', 'test', 'train']);
  assert.deepEqual([...dataset.weights!], [1, 4, 1, 1, 2]);
});

test('a molecule measured under other conditions is no duplicate', async () => {
  const csv = 'smiles,y,temperature\nCCO,1,25\nOCC,3,37\nCCO,2,25.0\n';
  const options = { targetColumns: ['y'], contradictions: 'average' } as const;
  const { dataset, warnings } = await load(csv, { ...options, conditionColumns: ['temperature'] });
  assert.deepEqual([...dataset.targets], [1.5, 3]);
  assert.match(warnings.join('\n'), /contradictory labels: 1, averaged: CCO \(lines 2, 4\)/);
  assert.deepEqual([...(await load(csv, options)).dataset.targets], [2]);
});

test('a row without any label is left out and counted, missing labels stay NaN', async () => {
  const { dataset, rejects, notes } = await load('smiles,a,b\nC,1,0\nCC,,1\nCCC,,\n');
  assert.deepEqual([...dataset.targets], [1, 0, Number.NaN, 1]);
  assert.deepEqual(
    rejects.map(({ kind, line }) => [kind, line]),
    [['unlabeled', 4]],
  );
  assert.ok(notes.includes('Rows without any label, left out: 1.'));
});

test('infinite and huge labels are refused, their rows kept for other tasks', async () => {
  const { dataset, rejects, notes } = await load('smiles,a,b\nC,inf,1.5\nCC,1e308,2.5\nCCC,3.5,nan\nCCCC,1,2\n', {
    targetColumns: ['a', 'b'],
  });
  assert.deepEqual([...dataset.targets], [Number.NaN, 1.5, Number.NaN, 2.5, 3.5, Number.NaN, 1, 2]);
  assert.deepEqual(
    rejects.map(({ column, value, kind }) => [column, value, kind]),
    [
      ['a', 'inf', 'value'],
      ['a', '1e308', 'value'],
    ],
  );
  assert.ok(notes.includes('Target b: "nan" (1) count as missing.'));
});

test('a target without labels, or with one value only, is warned about before training', async () => {
  const { warnings } = await load('smiles,a,b,c\nC,1,,1\nCC,1,,0\n', { targetColumns: ['a', 'b', 'c'] });
  assert.match(warnings.join('\n'), /Target a has one class only \(1\)/);
  assert.match(warnings.join('\n'), /Target b has no label at all; its metrics are undefined/);
  assert.match(warnings.join('\n'), /nothing can be learned/);
  const compared = await load('smiles,a\nC,1\nCC,1\n', {
    targetColumns: ['a'],
    taskType: 'classification',
    isComparison: true,
  });
  assert.deepEqual(compared.warnings, ['Target a has one class only (1); ROC-AUC is undefined there.']);
});

test('a header without rows, and a table without usable rows, are refused', async () => {
  await assert.rejects(load('smiles,y\n'), { code: 'table-empty', where: 'm.csv' });
  await assert.rejects(load(`smiles,y\n${'C'.repeat(200)},1\n`), { code: 'no-molecules', where: 'm.csv' });
  await assert.rejects(load('smiles,y\nC,\n', { targetColumns: ['y'] }), {
    code: 'no-labels',
    path: ['data', 'targetColumns'],
    what: /\by$/,
  });
});

test('one row is loaded; whether it can be split is the split to say', async () => {
  assert.equal((await load('smiles,y\nC,1.5\n')).dataset.smiles.length, 1);
});

test('split and weight columns are read, other words and weights refused', async () => {
  const csv = 'smiles,y,part,w\nC,1.5,train,1\nCC,2.5,Validation,0.5\nCCC,3,test,0\nCCCC,4,,2\n';
  const options = { splitsColumn: 'part', weightColumn: 'w' };
  const { dataset } = await load(csv, options);
  assert.deepEqual(dataset.taskNames, ['y']);
  assert.deepEqual(dataset.parts, ['train', 'val', 'test', undefined]);
  assert.deepEqual([...dataset.weights!], [1, 0.5, 0, 2]);
  await assert.rejects(load(csv.replace('Validation', 'other'), options), {
    code: 'split-unreadable',
    path: ['data', 'splitsColumn'],
    where: 'm.csv, line 3, column part',
    what: /"other"/,
  });
  await assert.rejects(load(csv.replace('0.5', '-1'), options), {
    code: 'weight-unreadable',
    where: 'm.csv, line 3, column w',
    what: /"-1"/,
  });
});

test('the molecules of an sdf file are loaded, with their data fields as targets', async () => {
  const block = (title: string, value: string): string =>
    `${title}\n\n\n  2  1  0  0  0  0  0  0  0  0999 V2000\n    0.0 0.0 0.0 C   0\n    1.0 0.0 0.0 O   0\n  1  2  1\nM  END\n> <logP>\n${value}\n\n$$$$\n`;
  const { dataset } = await load(block('a', '1.5') + block('', '2.5'), {}, 'm.sdf');
  assert.deepEqual(dataset.smiles, ['CO', 'CO']);
  assert.deepEqual(dataset.taskNames, ['logP']);
});

test('rejects.csv is quoted and its formula cells are disarmed', async () => {
  const { rejects } = await load(table('"=cmd(""x"",1)",5'));
  const lines = rejectsCsv(rejects).split('\n');
  assert.equal(lines[0], 'file,line,row,column,value,kind,reason');
  assert.match(lines[1]!, /^m\.csv,7,5,smiles,"'=cmd\(""x"",1\)",invalid,/);
});

test('progress is reported while a table is read', async () => {
  const seen: number[] = [];
  await load(table(), { onProgress: (rows) => seen.push(rows) });
  assert.deepEqual(seen, [5]);
});

test('a very large table is loaded with an estimate of the memory it takes', async () => {
  const rows = Array.from({ length: 100_000 }, (_, row) => `C,${row / 2}`).join('\n');
  const csv = await readTable(chunksOf(`smiles,y\n${rows}\n`, 1 << 16), { name: 'm.csv' });
  const { warnings } = await loadDataset(csv, fakeChemistry, { targetColumns: ['y'] });
  assert.match(warnings.join('\n'), /100000 molecules take about \d+\.\d GB of memory/);
});
