/** Settings of the loss at the command line: weights, balance, smoothing, limits; and that interrupted runs go on with them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertRefused, folderWith, graphsam } from './command-line.ts';
import { alone, smallMolecules } from './small-tables.ts';

const size = ['--width', '8', '--layers', '1', '--heads', '2', '--epochs', '2', '--threads', '1', '--batch-size', '8'];
const small = [...size, ...alone];

const yesOrNo = `smiles,active,toxic,weight\n${smallMolecules.map((smiles, row) => `${smiles},${row % 5 === 0 ? 1 : 0},${row % 2},${1 + (row % 3)}`).join('\n')}\n`;
const limits = `smiles,y\n${smallMolecules.map((smiles, row) => `${smiles},${row % 4 === 0 ? '>' : row % 4 === 1 ? '<' : ''}${(0.3 * smiles.length).toFixed(2)}`).join('\n')}\n`;

const lossesOf = (folder: string, run: string): number[] =>
  readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).trainLoss);

test('weights, balance and smoothing change what is trained, deferred ones only late', async (context) => {
  const folder = folderWith(context, { 't.csv': yesOrNo });
  const train = async (run: string, ...settings: string[]): Promise<number[]> => {
    const targets = ['--target-columns', 'active', 'toxic'];
    const { code, stderr } = await graphsam(['train', 't.csv', ...targets, ...small, '-o', run, ...settings], folder);
    assert.equal(code, 0, stderr);
    return lossesOf(folder, run);
  };
  const plain = await train('plain');
  for (const settings of [
    ['--weight-column', 'weight'],
    ['--task-weights', '1', '4'],
    ['--class-balance', 'weights'],
    ['--class-balance', 'sampling'],
    ['--label-smoothing', '0.2'],
    ['--loss-function', 'focal'],
  ]) {
    const changed = await train(settings.join('').replaceAll(/\W/g, ''), ...settings);
    assert.notEqual(changed[0], plain[0], settings.join(' '));
  }
  const deferred = await train('deferred', '--class-balance', 'deferred', '--epochs', '5');
  const longer = await train('longer', '--epochs', '5');
  assert.deepEqual(deferred.slice(0, 4), longer.slice(0, 4));
  assert.notEqual(deferred[4], longer[4]);
});

test('limits train one-sided with --censored bound, and are no values to metrics', async (context) => {
  const folder = folderWith(context, { 'y.csv': limits });
  const refused = await graphsam(['train', 'y.csv', ...small, '-o', 'refused'], folder);
  assert.equal(refused.code, 3);
  const trained = await graphsam(['train', 'y.csv', ...small, '--censored', 'bound', '-o', 'run'], folder);
  assert.equal(trained.code, 0, trained.stderr);
  const dropped = await graphsam(['train', 'y.csv', ...small, '--censored', 'drop', '-o', 'dropped'], folder);
  assert.equal(dropped.code, 0, dropped.stderr);
  assert.notEqual(lossesOf(folder, 'run')[0], lossesOf(folder, 'dropped')[0]);
  const cells = readFileSync(join(folder, 'run', 'predictions.csv'), 'utf8')
    .split('\n')
    .map((line) => line.split(',')[3]);
  assert.ok(
    cells.some((cell) => /^[<>]\d/.test(cell ?? '')),
    cells.join(' '),
  );
  assert.equal((await graphsam(['report', 'run'], folder)).code, 0);
});

test('settings that do not fit the targets are refused by name', async (context) => {
  const folder = folderWith(context, { 't.csv': yesOrNo, 'y.csv': limits.replaceAll(/[<>]/g, '') });
  await assertRefused(['train', 'y.csv', ...small, '--label-smoothing', '0.1'], folder, {
    exit: 2,
    code: 'not-supported',
    setting: '/training/labelSmoothing',
    names: /regression/,
  });
  await assertRefused(['train', 't.csv', '--target-columns', 'active', ...small, '--task-weights', '1', '2'], folder, {
    exit: 2,
    code: 'wrong-value',
    setting: '/training/taskWeights',
    names: /active/,
  });
});
