/** Molecules and labels that can be read in more than one way: what is done is fixed, and prediction does as training did. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertRefused, folderWith, graphsam, jsonLines } from './command-line.ts';
import { classificationTable, regressionTable, smallMolecules, table, tiny } from './small-tables.ts';

const good = regressionTable();

/** Rows of predictions by their SMILES. */
async function predicted(folder: string, run: string, smiles: readonly string[]): Promise<Record<string, number>> {
  writeFileSync(join(folder, 'new.csv'), table('smiles', smiles));
  const { code, stderr } = await graphsam(
    ['predict', run, 'new.csv', '-o', 'p.csv', '--overwrite', '--threads', '1'],
    folder,
  );
  assert.equal(code, 0, stderr);
  const lines = readFileSync(join(folder, 'p.csv'), 'utf8').trimEnd().split('\n').slice(1);
  return Object.fromEntries(lines.map((line) => [line.split(',')[0], Number(line.split(',')[1])]));
}

describe('odd molecules', { concurrency: 2 }, () => {
  test('what chemistry forbids is refused with one reason by every command', async (context) => {
    const forbidden = ['[AlH3](O)O', 'CN(=O)(=O)C', 'C[N](=O)(C)(C)C'];
    const folder = folderWith(context, {
      'table.csv': good + forbidden.map((smiles) => `${smiles},1.5\n`).join(''),
      'new.csv': table('smiles', forbidden),
    });
    const trained = await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(trained.stdout, /40 molecules of 43 rows/);
    const rejects = readFileSync(join(folder, 'run', 'rejects.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    assert.equal(rejects.length, 3);
    await graphsam(['predict', 'run', 'new.csv', '--threads', '1'], folder);
    await graphsam(['featurize', 'new.csv', '-o', 'features.jsonl'], folder);
    const lines = readFileSync(join(folder, 'new_preds.csv'), 'utf8').trimEnd().split('\n').slice(1);
    const features = jsonLines(readFileSync(join(folder, 'features.jsonl'), 'utf8'));
    forbidden.forEach((smiles, row) => {
      const reason = features[row]!.reason as string;
      assert.match(reason, /valence/i);
      assert.equal(lines[row], `${smiles},,"${reason}"`);
      assert.ok(rejects[row]!.includes(reason), rejects[row]);
    });
    const evaluated = await graphsam(['evaluate', 'run', 'table.csv', '--json'], folder);
    assert.equal(jsonLines(evaluated.stdout).at(-1)!.molecules, 40, evaluated.stderr);

    // What chemistry allows and the training did not hold is predicted, and told beside the row and in sum.
    writeFileSync(join(folder, 'strange.csv'), table('smiles,y', ['[U],1', '*CC*,2', 'CCO,3']));
    const strange = await graphsam(['predict', 'run', 'strange.csv', '--threads', '1', '--json'], folder);
    const records = jsonLines(strange.stdout);
    assert.deepEqual(records.at(-1)!.unseenElements, { rows: 2, elements: ['U', '*'] });
    assert.match(JSON.stringify(records), /2 molecules hold what the model was not trained on/);
    const notes = readFileSync(join(folder, 'strange_preds.csv'), 'utf8').split('\n');
    assert.match(notes[1]!, /^\[U\],1,[-\d.]+,not in the training: U$/);
    assert.match(notes[2]!, /^\*CC\*,2,[-\d.]+,not in the training: dummy atoms \(\*\)$/);
    assert.match(notes[3]!, /^CCO,3,[-\d.]+,$/);
    const judged = await graphsam(['evaluate', 'run', 'strange.csv'], folder);
    assert.match(judged.stderr, /2 molecules hold what the model was not trained on \(U, dummy atoms \(\*\)\)/);
  });

  test('with --largest-fragment a salt is its largest fragment, in training and in prediction; without, it stays whole', async (context) => {
    const folder = folderWith(context, { 'table.csv': `${good}CCCCCCN.Cl,2.5\n[Na+].CCCCCC[O-],2.5\n` });
    const cut = await graphsam(['train', 'table.csv', '--largest-fragment', ...tiny, '-o', 'cut'], folder);
    assert.match(cut.stdout, /Salts and mixtures, only the largest fragment is kept: 2\./, cut.stderr);
    const whole = await graphsam(['train', 'table.csv', ...tiny, '-o', 'whole'], folder);
    assert.match(whole.stdout, /Salts and mixtures, kept as they are: 2\./, whole.stderr);
    const ofCut = await predicted(folder, 'cut', ['CCCN.Cl', 'CCCN', 'Cl.CCCN']);
    assert.equal(ofCut['CCCN.Cl'], ofCut.CCCN);
    assert.equal(ofCut['Cl.CCCN'], ofCut.CCCN);
    const ofWhole = await predicted(folder, 'whole', ['CCCN.Cl', 'CCCN']);
    assert.notEqual(ofWhole['CCCN.Cl'], ofWhole.CCCN);
  });

  test('hydrogens, atom maps, isotopes and charges mean the same when predicting as in the test part of the training', async (context) => {
    const odd = [
      '[CH3][CH2][OH]',
      'CCO',
      '[CH3:1][CH2:2][OH:3]',
      'OCC',
      '[H]OC([H])([H])C([H])([H])[H]',
      'C[13CH2]O',
      '[2H]OCC',
      'CC[O-]',
      'C[N+]([O-])=O',
      'CN(=O)=O',
    ];
    const rows = [
      ...smallMolecules.map((smiles, row) => `${smiles},${(0.3 * row).toFixed(2)},${row < 35 ? 'train' : 'val'}`),
      ...odd.map((smiles, row) => `${smiles},${row}.5,test`),
    ];
    const folder = folderWith(context, { 'table.csv': table('smiles,y,part', rows) });
    const { code, stderr } = await graphsam(
      ['train', 'table.csv', '--splits-column', 'part', ...tiny, '-o', 'run'],
      folder,
    );
    assert.equal(code, 0, stderr);
    const values = await predicted(folder, 'run', odd);
    const tested = readFileSync(join(folder, 'run', 'predictions.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    assert.equal(tested.length, odd.length);
    for (const line of tested) {
      const [, , smiles, , value] = line.split(',');
      assert.ok(Math.abs(Number(value) - values[smiles!]!) < 1e-5, `${smiles}: ${value} and ${values[smiles!]}`);
    }
    // Written hydrogens are merged and atom maps dropped; features know no isotope of a heavy atom.
    assert.equal(values['[CH3][CH2][OH]'], values.CCO);
    assert.equal(values['[CH3:1][CH2:2][OH:3]'], values.CCO);
    assert.equal(values['C[13CH2]O'], values.CCO);
    assert.equal(values['[H]OC([H])([H])C([H])([H])[H]'], values.OCC);
    assert.equal(values['CN(=O)=O'], values['C[N+]([O-])=O'], 'the two ways of writing a nitro group');
    assert.equal(values.OCC, values.CCO, 'atoms are ordered canonically, however they are written');
    // Charges and hydrogen isotopes stay.
    for (const other of ['CC[O-]', '[2H]OCC']) assert.notEqual(values[other], values.CCO, other);
  });

  test('doubled and contradictory rows are merged, dropped or averaged as asked, and each row that goes is listed', async (context) => {
    const folder = folderWith(context, {
      // Lines 42 to 45: one structure with one label, and one with two.
      'table.csv': `${good}CCCCCCO,2.5\nOCCCCCC,2.5\nCCCCCCN,1.5\nNCCCCCC,3.5\n`,
      'classes.csv': `${classificationTable()}CCCCCCO,1\nOCCCCCC,0\n`,
    });
    const rejected = (run: string): string => readFileSync(join(folder, run, 'rejects.csv'), 'utf8');
    const averaged = ['--duplicates', 'merge', '--contradictions', 'average'];
    const merge = await graphsam(['train', 'table.csv', ...averaged, ...tiny, '-o', 'merged'], folder);
    assert.match(merge.stdout, /42 molecules of 44 rows/, merge.stderr);
    assert.match(merge.stderr, /agree: 1 \(2 rows\), merged.*contradictory labels: 1, averaged: .*lines 44, 45/s);
    assert.match(rejected('merged'), /,43,.*OCCCCCC.*merged/);
    assert.match(rejected('merged'), /,45,.*NCCCCCC/);
    const drop = await graphsam(['train', 'table.csv', '--contradictions', 'drop', ...tiny, '-o', 'dropped'], folder);
    assert.match(drop.stdout, /42 molecules of 44 rows/, drop.stderr);
    for (const line of [44, 45]) assert.match(rejected('dropped'), new RegExp(`,${line},.*other labels`));
    const classes = ['train', 'classes.csv', '--contradictions', 'average', ...tiny, '-o', 'none'];
    const error = { exit: 2, code: 'contradicting-settings', setting: '/data/contradictions', names: /keep.*drop/s };
    await assertRefused(classes, folder, error);
  });

  test('what a spreadsheet damaged counts as missing and is said by column, names that became dates change nothing', async (context) => {
    const names = ['2-Mar', '1.23E+05', '#NAME?', 'Sep-01', '=cmd', '<img src=x onerror=alert(1)>'];
    const cells = ['1.23E+05', '#VALUE!', '#N/A', '1.5E-01', '#DIV/0!'];
    const rows = smallMolecules.map(
      (smiles, row) => `${names[row % names.length]},${smiles},${cells[row] ?? `${row}.5`},${row}.25`,
    );
    const folder = folderWith(context, {
      'table.csv': table('<b>name</b>,smiles,a,b', [...rows, 'x,#NAME?,1.5,1.5', 'y,#VALUE!,1.5,1.5']),
    });
    const { code, stdout, stderr } = await graphsam(
      ['train', 'table.csv', '--target-columns', 'a', 'b', ...tiny, '-o', 'run'],
      folder,
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Targets \(2\): a, b\./);
    assert.match(stdout, /40 molecules of 42 rows/);
    assert.match(stdout, /Target a: "#VALUE!" \(1\), "#N\/A" \(1\), "#DIV\/0!" \(1\) count as missing/);
    assert.doesNotMatch(stdout, /Target b: .*missing/);
    assert.match(readFileSync(join(folder, 'run', 'rejects.csv'), 'utf8'), /,42,.*missing.*\n.*,43,.*missing/);
    await graphsam(['predict', 'run', 'table.csv', '--threads', '1'], folder);
    const lines = readFileSync(join(folder, 'table_preds.csv'), 'utf8').split('\n');
    assert.equal(lines[0], '<b>name</b>,smiles,a,b,a_prediction,b_prediction,reason');
    assert.match(lines[1]!, /^2-Mar,CO,1\.23E\+05,0\.25,[-\d.]+,[-\d.]+,$/, 'cells come out as they went in');
  });
});
