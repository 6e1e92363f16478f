/** One of several classes, from a table of words to predictions by name, as people do it at the command line. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertRefused, folderWith, graphsam } from './command-line.ts';

const small = ['--width', '8', '--layers', '1', '--heads', '2', '--epochs', '2', '--threads', '1', '--batch-size', '8'];
const kinds = ['acid', 'amine', 'alcohol'] as const;
const ends = { acid: 'C(=O)O', amine: 'N', alcohol: 'O' } as const;

/** Chains with one of three ends; the second target has two classes and gaps. */
function table(rows: number, extra = ''): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = kinds[row % 3]!;
    const length = row % 2 === 0 ? 'short' : 'long';
    return `${'C'.repeat(1 + row)}${ends[kind]},${kind},${row % 5 === 0 ? '' : length}`;
  });
  return `smiles,kind,length\n${lines.join('\n')}\n${extra}`;
}

const cellsOf = (file: string): string[][] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

test('words are learned as classes, predicted by name with the probability of each, evaluated and reported', async (context) => {
  const folder = folderWith(context, { 'kinds.csv': table(40) });
  const train = ['train', 'kinds.csv', '--task-type', 'multiclass', '--target-columns', 'kind', 'length', ...small];
  const trained = await graphsam([...train, '--metrics', 'mcc', 'auc', 'f1', '-o', 'run', '--json'], folder);
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(trained.stdout, /Target kind: 3 classes: acid \(14\), alcohol \(13\), amine \(13\)\./);
  const [header, ...rows] = cellsOf(join(folder, 'run', 'predictions.csv'));
  assert.deepEqual(header!.slice(3), [
    ...['kind', 'kind_prediction', 'kind_acid', 'kind_alcohol', 'kind_amine'],
    ...['length', 'length_prediction', 'length_long', 'length_short'],
  ]);
  for (const row of rows) {
    const probabilities = row.slice(5, 8).map(Number);
    assert.ok(Math.abs(probabilities.reduce((sum, each) => sum + each, 0) - 1) < 1e-6);
    assert.equal(row[4], ['acid', 'alcohol', 'amine'][probabilities.indexOf(Math.max(...probabilities))]);
  }
  const predicted = await graphsam(['predict', 'run', 'kinds.csv', '-o', 'out.csv'], folder);
  assert.equal(predicted.code, 0, predicted.stderr);
  const [columns, ...lines] = cellsOf(join(folder, 'out.csv'));
  assert.deepEqual(columns!.slice(3), [
    ...['kind_prediction', 'kind_acid', 'kind_alcohol', 'kind_amine'],
    ...['length_prediction', 'length_long', 'length_short', 'reason'],
  ]);
  assert.equal(lines.length, 40);
  // What the model file predicts is what the training predicted.
  const [tableRow, , , , chosen, ...probabilities] = rows[0]!;
  assert.equal(lines[Number(tableRow)]![3], chosen);
  assert.ok(Math.abs(Number(lines[Number(tableRow)]![4]) - Number(probabilities[0])) < 1e-5);
  const evaluated = await graphsam(['evaluate', 'run', 'kinds.csv', '--metrics', 'cross-entropy'], folder);
  assert.match(evaluated.stdout, /40 molecules: accuracy 0\.\d+, cross-entropy \d/, evaluated.stderr);
  const reported = await graphsam(['report', 'run'], folder);
  assert.equal(reported.code, 0, reported.stderr);
  assert.match(readFileSync(join(folder, 'run', 'report.html'), 'utf8'), /Confusion matrix of kind/);
  writeFileSync(join(folder, 'strange.csv'), 'smiles,kind,length\nCCCO,ketone,short\n');
  const unknown = { exit: 3, code: 'classes-unexpected', names: /"ketone" \(line 2\).*acid, alcohol, amine/ };
  await assertRefused(['evaluate', 'run', 'strange.csv'], folder, unknown);
});

test('a column of few words is the target, and a class that training never sees is refused by name', async (context) => {
  const folder = folderWith(context, {
    'one.csv': table(30)
      .replaceAll(/,(short|long)?$/gm, '')
      .replace('smiles,kind,length', 'smiles,kind'),
    'rare.csv': `smiles,kind,part\n${Array.from({ length: 12 }, (_, row) => `${'C'.repeat(1 + row)}O,${row === 11 ? 'rare' : row % 2 ? 'odd' : 'even'},${row > 8 ? 'test' : row > 6 ? 'val' : 'train'}`).join('\n')}\n`,
  });
  const found = await graphsam(
    ['baselines', 'one.csv', '--task-type', 'multiclass', '--baselines', 'knn', '--seeds', '1'],
    folder,
  );
  assert.equal(found.code, 0, found.stderr);
  assert.match(found.stdout, /Targets \(1\): kind\./);
  assert.match(found.stdout, /accuracy/);
  const rare = [
    'train',
    'rare.csv',
    '--task-type',
    'multiclass',
    '--target-columns',
    'kind',
    '--splits-column',
    'part',
  ];
  const names = /kind "rare" \(test part, line 13\)/;
  const unseen = { exit: 3, code: 'classes-unexpected', setting: '/split/type', names };
  await assertRefused([...rare, ...small], folder, unseen);
});

test('losses and metrics of other tasks are refused before the data are read', async (context) => {
  const folder = folderWith(context);
  const train = ['train', 'none.csv', '--task-type', 'multiclass', '-l', 'bce'];
  await assertRefused(train, folder, { exit: 2, code: 'metric-unsuitable', names: /bce.*multiclass.*cross-entropy/s });
});
