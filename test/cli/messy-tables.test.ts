/** Tables as they come: what can be used is used, and what was done about the rest is said before training. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertRefused, filesIn, folderWith, graphsam } from './command-line.ts';
import { classificationTable, regressionTable, smallMolecules, table, tiny } from './small-tables.ts';

const values = (row: number): string => `${(0.3 * row).toFixed(1)}5`;
const regressionRows = smallMolecules.map((smiles, row) => `${smiles},${values(row)}`);

describe('messy tables', { concurrency: 2 }, () => {
  test('odd molecules, doubled rows and missing values train, are counted, and are refused alike when predicting', async (context) => {
    const odd = [
      'C1CC,1.5', // line 42: an open ring
      'CN(C)(C)(C)C,1.5', // a nitrogen with five bonds
      ' CCCCCCO\u00a0,1.5', // blanks around
      'CCCCCCN hexylamine,1.5', // a name behind
      'N/A,1.5', // missing
      '[Na+].[Cl-],1.5', // a salt without a bond
      '[Na+],1.5', // an ion
      '*CCO,1.5', // a dummy atom
      'CCO>>CC=O,1.5', // a reaction
      `${'C'.repeat(120)},1.5`, // too large
      '[2H]C([2H])O,1.5', // isotopes
      '[Rf],1.5', // an element without a slot of its own
      `${regressionRows[3]}`, // again, with the same label
      `${smallMolecules[4]},77.5`, // again, with another label
      'CCCCCCCl,', // no label
      'CCCCCCF,inf', // no number
      '=1+CCO,1.5', // a formula for a spreadsheet
      '<b>CCO</b>,1.5', // markup
    ];
    const folder = folderWith(context, {
      'table.csv': `\ufeff${table('smiles,y', [...regressionRows, ...odd]).replaceAll('\n', '\r\n')}\r\n\r\n`,
    });
    const trained = await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    const said = trained.stdout + trained.stderr;
    assert.equal(trained.code, 0, said);
    assert.match(said, /line 42.*C1CC/);
    for (const pattern of [
      /trim|blank/i,
      /salt|mixture|fragment/i,
      /without a bond/,
      /contradictory/,
      /same|several rows|labels that agree/i,
    ]) {
      assert.match(said, pattern);
    }
    assert.match(said, /Rf|other elements|slot "other"/i);
    const rejects = readFileSync(join(folder, 'run', 'rejects.csv'), 'utf8');
    for (const line of [42, 43, 46, 50, 51, 56]) assert.match(rejects, new RegExp(`,${line},`), `line ${line}`);
    assert.match(rejects, /120 atoms, at most 99 are allowed/);
    assert.doesNotMatch(rejects, /,=1\+CCO/, 'a formula would run in a spreadsheet');

    const predicted = await graphsam(['predict', 'run', 'table.csv'], folder);
    assert.equal(predicted.code, 0, predicted.stderr);
    const lines = readFileSync(join(folder, 'table_preds.csv'), 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 1 + smallMolecules.length + odd.length, 'every row comes out');
    assert.match(lines[41]!, /^C1CC,1\.5,,.+/);
    assert.match(lines[47]!, /^\[Na\+\],1\.5,[-\d.e]+,$/);
    assert.match(lines[50]!, /120|C{120}.*max-atoms|atoms/);
  });

  test('words, label maps, thresholds and censored values become labels', async (context) => {
    const folder = folderWith(context, {
      'words.csv': table(
        'smiles,active',
        smallMolecules.map((smiles, row) => `${smiles},${row % 2 ? 'yes' : 'no'}`),
      ),
      'signs.csv': table(
        'smiles,active',
        smallMolecules.map((smiles, row) => `${smiles},${row % 2 ? 1 : -1}`),
      ),
      'limits.csv': table('smiles,y', [...regressionRows, 'CCCCCCO,<5']),
    });
    const words = await graphsam(['train', 'words.csv', ...tiny, '-o', 'a'], folder);
    assert.match(words.stdout, /"yes" is 1/, words.stderr);
    assert.match(words.stdout, /Test: roc-auc/);
    const signs = await graphsam(['train', 'signs.csv', '--label_map', '-1=0,1=1', ...tiny, '-o', 'b'], folder);
    assert.equal(signs.code, 0, signs.stderr);
    const limits = await graphsam(['train', 'limits.csv', '--censored', 'drop', ...tiny, '-o', 'c'], folder);
    assert.match(limits.stdout, /limits and estimates .* count as missing: 1/, limits.stderr);
    const threshold = await graphsam(
      ['train', 'limits.csv', '--censored', 'drop', '--threshold', '6', ...tiny, '-o', 'd'],
      folder,
    );
    assert.match(threshold.stdout, /Test: roc-auc/, threshold.stderr);
  });

  test('semicolons with decimal commas, tabs, smi, gzip, and a table without a header are read', async (context) => {
    const comma = regressionRows.map((row) => row.replace(',', ';').replace('.', ','));
    const folder = folderWith(context, {
      'german.csv': table('smiles;y', comma),
      'tabs.tsv': regressionTable().replaceAll(',', '\t'),
      'packed.csv.gz': gzipSync(regressionTable()),
      'bare.csv': table(regressionRows[0]!, regressionRows.slice(1)),
      'list.smi': table('CCO ethanol', ['CCC propane']),
    });
    const german = await graphsam(['train', 'german.csv', ...tiny, '-o', 'german'], folder);
    assert.match(german.stdout, /comma is read as the decimal sign/, german.stderr);
    assert.match(german.stdout, /semicolon/i);
    for (const name of ['tabs.tsv', 'packed.csv.gz']) {
      const { code, stderr } = await graphsam(['train', name, ...tiny, '-o', `run-${name}`], folder);
      assert.equal(code, 0, stderr);
    }
    const bare = await graphsam(['train', 'bare.csv', '--no-header-row', ...tiny, '-o', 'bare'], folder);
    assert.match(bare.stdout, /40 molecules of 40 rows/, bare.stderr);
    const list = await graphsam(['predict', 'bare', 'list.smi'], folder);
    assert.equal(list.code, 0, list.stderr);
    assert.equal(readFileSync(join(folder, 'list_preds.csv'), 'utf8').trimEnd().split('\n').length, 3);
  });

  test('leftover columns are no targets, and the final list of targets is printed', async (context) => {
    const rows = smallMolecules.map((smiles, row) => `${row},${smiles},${values(row)},${values(row)}`);
    const folder = folderWith(context, { 'table.csv': table('id,smiles,y,predicted y', rows) });
    const { stdout, stderr } = await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    assert.match(stdout, /Targets \(1\): y\./, stderr);
    assert.match(stdout + stderr, /predicted y/);
  });

  test('many targets with missing labels, one of them with one class only: its metric is undefined and said', async (context) => {
    const rows = smallMolecules.map((smiles, row) => `${smiles},${row % 2},${row % 3 ? '' : row % 2},1`);
    const folder = folderWith(context, { 'table.csv': table('smiles,"a, first",b,c', rows) });
    const { code, stdout, stderr } = await graphsam(
      ['train', 'table.csv', '--target-columns', 'a, first', 'b', 'c', ...tiny, '-o', 'run'],
      folder,
    );
    assert.equal(code, 0, stderr);
    assert.match(stderr, /c.*one class only|One class only.*c/i);
    assert.match(stdout, /Test: roc-auc .*of 3 tasks undefined/);
    assert.match(stdout, /a, first: roc-auc/);
    assert.match(stderr, /fewer than 10|Fewer than 10/);
  });

  test('the same structures in training and test files are a leak', async (context) => {
    const folder = folderWith(context, {
      'a.csv': regressionTable(),
      'b.csv': regressionTable(smallMolecules.slice(0, 5)),
    });
    const { code, stderr } = await graphsam(['train', '-i', 'a.csv', 'b.csv', ...tiny, '-o', 'run'], folder);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /test part.*training part.*leak/i);
  });

  test('percentages, a batch larger than the data, a splits file and a splits column are accepted', async (context) => {
    const rows = smallMolecules.map(
      (smiles, row) => `${smiles},${values(row)},${row < 30 ? 'train' : row < 35 ? 'val' : 'test'}`,
    );
    const folder = folderWith(context, {
      'table.csv': regressionTable(),
      'parts.csv': table('smiles,y,part', rows),
      'splits.json': '[{"train": "0-29", "valid": [30, 31, "32-34"], "test": "35-38"}]',
    });
    const percent = await graphsam(
      ['train', 'table.csv', '--split_sizes', '70', '20', '10', '-b', '1000', ...tiny, '-o', 'a'],
      folder,
    );
    assert.match(percent.stdout, /train 28, val 8, test 4/, percent.stderr);
    const file = await graphsam(['train', 'table.csv', '--splits-file', 'splits.json', ...tiny, '-o', 'b'], folder);
    assert.match(file.stdout, /train 30, val 5, test 4/, file.stderr);
    assert.match(file.stderr, /row 39 of the table in no part/);
    const column = await graphsam(['train', 'parts.csv', '--splits-column', 'part', ...tiny, '-o', 'c'], folder);
    assert.match(column.stdout, /train 30, val 5, test 5/, column.stderr);
    const again = await graphsam(
      ['train', 'table.csv', '--splits-file', join('a', 'splits.json'), ...tiny, '-o', 'd'],
      folder,
    );
    assert.match(again.stdout, /train 28, val 8, test 4/, again.stderr);
  });

  test('a loss that explodes ends with exit code 1, says where, and keeps the last checkpoint', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const rate = ['--schedule', 'constant', '--lr', '1e30', '--epochs', '9', '-b', '4'];
    const train = ['train', 'table.csv', ...tiny, ...rate, '-o', 'run'];
    await assertRefused(train, folder, { exit: 1, code: 'not-finite', names: /epoch \d+/ });
    assert.ok(filesIn(join(folder, 'run')).includes('run.json'));
    assert.ok(!filesIn(join(folder, 'run')).includes('run.lock'), 'the folder is free again');
  });

  test('one class only: exit code 3, since nothing can be learned', async (context) => {
    const folder = folderWith(context, { 'table.csv': classificationTable().replaceAll(',1', ',0') });
    const train = ['train', 'table.csv', ...tiny, '-o', 'run'];
    const error = { exit: 3, code: 'no-labels', setting: '/data/targetColumns', names: /active.* only 0 / };
    await assertRefused(train, folder, error);
    assert.deepEqual(filesIn(folder), ['table.csv']);
  });
});
