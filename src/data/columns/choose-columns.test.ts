import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection } from '../../chem/molecule.ts';
import { chunksOf, fakeChemistry } from '../fake-chemistry.test.helper.ts';
import { readTable } from '../tables/read-table.ts';
import { sampleRows } from '../tables/sample-rows.ts';
import { type ColumnChoice, type ColumnOptions, chooseColumns } from './choose-columns.ts';
import { knownTables, recognize } from './known-tables.ts';

interface Named extends Omit<ColumnChoice, 'smiles' | 'targets'> {
  readonly smiles: string | undefined;
  readonly targets: readonly string[];
}

async function choose(csv: string, options: ColumnOptions = {}, header = true, wantTargets = true): Promise<Named> {
  const table = await readTable(chunksOf(csv), { name: 'm.csv', header });
  const { sample } = await sampleRows(table);
  const isMolecule = (smiles: string): boolean => !isRejection(fakeChemistry.parse(smiles));
  const choice = chooseColumns(table, options, { sample, isMolecule, wantTargets });
  const { smiles, targets } = choice;
  const name = (index: number): string => table.columns[index]!;
  return { ...choice, smiles: smiles === undefined ? undefined : name(smiles), targets: targets.map(name) };
}

test('the SMILES column is found by name wherever it stands and however it is spelled', async () => {
  for (const name of ['smiles', 'Smiles', 'canonical_smiles', 'SMILES_iso', 'Isomeric SMILES', 'smi']) {
    const { smiles, targets, notes } = await choose(`id,y,${name}\na,1.5,CCO\nb,2.5,CCN\n`);
    assert.equal(smiles, name);
    assert.deepEqual(targets, ['y']);
    assert.deepEqual(notes.slice(0, 2), [`SMILES column: ${name}.`, 'Targets (1): y.']);
  }
});

test('without such a name the SMILES column is found by content', async () => {
  const { smiles } = await choose('compound,structure,y\naspirin,CC(=O)O,1.5\nxyz,CCN,2.5\n');
  assert.equal(smiles, 'structure');
});

test('several columns that may hold the SMILES stop and are listed', async () => {
  await assert.rejects(choose('smiles,canonical_smiles,y\nC,C,1.5\n'), {
    code: 'column-ambiguous',
    path: ['data', 'smilesColumns'],
    what: /: smiles, canonical_smiles$/,
  });
  await assert.rejects(choose('a,b,y\nCCO,CCN,1.5\n'), { code: 'column-ambiguous', what: /: a, b$/ });
  assert.equal((await choose('a,b,y\nCCO,CCN,1.5\n', { smilesColumns: ['b'] })).smiles, 'b');
});

test('no column with SMILES stops, and InChI and molfiles are recognized', async () => {
  await assert.rejects(choose('name,y\naspirin,1.5\n'), {
    code: 'column-missing',
    path: ['data', 'smilesColumns'],
    what: /\(columns: name, y\)/,
  });
  await assert.rejects(choose('x,y\nInChI=1S/CH4/h1H4,1.5\n'), { code: 'column-missing', advice: /\bx\b.*InChI/ });
  await assert.rejects(choose('x,y\n"CCO\n  drawn\n\n  1  0 V2000\nM  END\n",1.5\n'), {
    advice: /\bx\b.*molfiles.*SDF/,
  });
});

test('an unknown column name is refused with the nearest one', async () => {
  await assert.rejects(choose('smiles,logS\nC,1.5\n', { targetColumns: ['logs'] }), {
    code: 'unknown-name',
    what: /"logs"/,
    advice: /logS/,
  });
  await assert.rejects(choose('smiles,y\nC,1.5\n', { splitsColumn: 'split' }), {
    code: 'unknown-name',
    what: /"split"/,
  });
});

test('only numeric columns become targets, and names like id, index or predicted are left out with a note', async () => {
  const csv = `name,smiles,id,y,pred_y,note\n${Array.from({ length: 12 }, (_, row) => `n,CC,${row},0.${row},1.${row},text`).join('\n')}\n`;
  const { targets, notes } = await choose(csv);
  assert.deepEqual(targets, ['y']);
  assert.match(notes.join('\n'), /Column id is numeric but is called like a row number or id, so it is left out/);
  assert.match(notes.join('\n'), /Column pred_y is numeric but is called like another model's prediction/);
});

test('an unnamed column and a column that counts the rows are left out', async () => {
  const csv = `,smiles,y,n\n${Array.from({ length: 12 }, (_, row) => `${row},CC,${(row * 7) % 5},${row + 100}`).join('\n')}\n`;
  const { targets, notes } = await choose(csv);
  assert.deepEqual(targets, ['y']);
  assert.match(notes.join('\n'), /Column column 1 is numeric but has no name/);
  assert.match(notes.join('\n'), /Column n is numeric but counts the rows/);
});

test('a target that the user names is taken, with a warning if its name is suspicious', async () => {
  const { targets, warnings } = await choose('smiles,y,predicted\nC,1.5,2.5\n', { targetColumns: ['predicted'] });
  assert.deepEqual(targets, ['predicted']);
  assert.match(warnings[0]!, /Target predicted is called like another model's prediction/);
});

test('ignored, split and weight columns are no targets', async () => {
  const options = { ignoreColumns: ['b'], splitsColumn: 'part', weightColumn: 'w' };
  assert.deepEqual((await choose('smiles,a,b,w,part\nC,1.5,2.5,1,train\n', options)).targets, ['a']);
  await assert.rejects(choose('smiles,a\nC,1.5\n', { targetColumns: ['a'], weightColumn: 'a' }), {
    code: 'contradicting-settings',
    path: ['data', 'targetColumns'],
    what: /\ba\b/,
  });
  // Columns that are features are left out of the targets in this way.
  const both = { targetColumns: ['a'], ignoreColumns: ['a'] };
  await assert.rejects(choose('smiles,a\nC,1.5\n', both), { code: 'contradicting-settings' });
});

test('a table without labels stops, unless no targets are wanted', async () => {
  await assert.rejects(choose('smiles,name\nC,methane\n'), {
    code: 'no-labels',
    path: ['data', 'targetColumns'],
    what: /\(columns: smiles, name\)/,
  });
  assert.deepEqual((await choose('smiles,name\nC,methane\n', {}, true, false)).targets, []);
});

test('a first line that holds a molecule asks for --no-header-row, which then reads it', async () => {
  const csv = 'CCO,1.5\nCCN,2.5\n';
  await assert.rejects(choose(csv), {
    code: 'header-unusable',
    path: ['data', 'header'],
    where: 'm.csv, line 1',
    what: /"CCO"/,
    advice: /data\.header: false/,
  });
  await assert.rejects(choose('CCO,1.5\n'), { code: 'header-unusable', path: ['data', 'header'] });
  await assert.rejects(
    choose('CCO,1.5\nno molecule,2.5\nCCN,1\nCCC,2\n'),
    { code: 'header-unusable', path: ['data', 'header'] },
    'although a row is damaged',
  );
  const { smiles, targets } = await choose(csv, {}, false);
  assert.deepEqual([smiles, targets], ['column 1', ['column 2']]);
});

test('several SMILES columns are refused', async () => {
  await assert.rejects(choose('a,b,y\nC,C,1\n', { smilesColumns: ['a', 'b'] }), {
    code: 'wrong-value',
    path: ['data', 'smilesColumns'],
    what: /\b2 \(a, b\)/,
  });
});

test('a table with the columns of a known one only looks like it, and leaks stay out all the same', async () => {
  for (const { name, smiles, targets, alsoHas } of knownTables) {
    const columns = ['other', ...[...targets].reverse(), ...alsoHas, smiles];
    assert.equal(recognize(columns)?.name, name);
    assert.equal(recognize(columns.filter((column) => column !== targets[0]))?.name, undefined);
  }
  const esol = `Compound ID,ESOL predicted log solubility in mols per litre,Minimum Degree,measured log solubility in mols per litre,smiles\na,-1.5,1,-2.5,CCO\n`;
  const choice = await choose(esol);
  assert.deepEqual(choice.targets, ['measured log solubility in mols per litre']);
  assert.match(choice.notes.join('\n'), /looks like the esol table of MoleculeNet and has another content/);
  assert.match(choice.notes.join('\n'), /ESOL predicted log solubility.* another model's prediction/);
  assert.equal(choice.known, undefined);
});
