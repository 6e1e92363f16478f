/** `evaluate`: labels are read as the run read its own, and rows that the model has seen are told. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertRefused, folderWith, graphsam, jsonLines } from './command-line.ts';
import { regressionTable, smallMolecules, table, tiny } from './small-tables.ts';

const codes = (name: string): string =>
  table(
    `smiles,${name}`,
    smallMolecules.map((smiles, row) => `${smiles},${row % 2 ? 1 : -1}`),
  );

describe('evaluate', { concurrency: 2 }, () => {
  test('a label map of the run is applied again, and a renamed column is named', async (context) => {
    const folder = folderWith(context, { 'table.csv': codes('active'), 'renamed.csv': codes('outcome') });
    const trained = await graphsam(
      ['train', 'table.csv', '--label-map=-1=0,1=1', ...tiny, '--no-report', '-o', 'run'],
      folder,
    );
    assert.equal(trained.code, 0, trained.stderr);
    const same = await graphsam(['evaluate', 'run', 'table.csv', '--json'], folder);
    assert.equal(same.code, 0, same.stderr);
    const first = jsonLines(same.stdout).at(-1) as { trained: { train: number; val: number; by: string } };
    assert.deepEqual(first.trained, { train: 32, val: 4, by: 'row' });

    await assertRefused(['evaluate', 'run', 'renamed.csv'], folder, {
      exit: 3,
      code: 'column-missing',
      setting: '/data/targetColumns',
      names: /active.*outcome.*renamed\.csv.*--target-columns NAME/s,
    });
    const renamed = await graphsam(['evaluate', 'run', 'renamed.csv', '--target-columns', 'outcome', '--json'], folder);
    assert.equal(renamed.code, 0, renamed.stderr);
    const second = jsonLines(renamed.stdout).at(-1) as typeof first & { test: unknown; rest: unknown };
    assert.deepEqual(second.trained, { train: 32, val: 4, by: 'structure' });
    assert.deepEqual(second.test, (first as typeof second).test);
    assert.notEqual(second.rest, null);

    // Without the table of the training nobody can say which structures it had.
    rmSync(join(folder, 'table.csv'));
    const unknown = await graphsam(['evaluate', 'run', 'renamed.csv', '--target-columns', 'outcome'], folder);
    assert.match(
      unknown.stdout,
      /Whether the model was trained on some of them is not known: the table .* is not there/,
    );
  });

  test('a regression model compares with labels of 0 and 1, whatever they look like', async (context) => {
    const folder = folderWith(context, {
      'table.csv': regressionTable(),
      'ones.csv': 'smiles,y\nCCCCCCO,0\nCCCCCCN,1\nCCO,1.0\n',
    });
    const trained = await graphsam(['train', 'table.csv', ...tiny, '--no-report', '-o', 'run'], folder);
    assert.equal(trained.code, 0, trained.stderr);
    for (const given of [[], ['--task-type', 'regression']]) {
      const { code, stdout, stderr } = await graphsam(['evaluate', 'run', 'ones.csv', ...given], folder);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /3 molecules: rmse \d/);
    }
    await assertRefused(['evaluate', 'run', 'ones.csv', '--task-type', 'classification'], folder, {
      exit: 2,
      code: 'task-type-mismatch',
      setting: '/data/taskType',
    });
    writeFileSync(join(folder, 'new.csv'), 'smiles,y\nCCCCCCO,0.5\nCCCCCCN,1.5\n');
    const fresh = await graphsam(['evaluate', 'run', 'new.csv'], folder);
    assert.doesNotMatch(fresh.stdout, /trained on/, fresh.stderr);
  });
});
