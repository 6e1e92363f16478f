/** `-` reads a table from standard input and writes predictions to standard output. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { asProgram, assertRefusal, type Ended, filesIn, folderWith, graphsam, start } from './command-line.ts';
import { regressionTable, tiny } from './small-tables.ts';

function piped(args: readonly string[], folder: string, text: string): Promise<Ended> {
  const running = start(args, folder);
  running.process.stdin!.end(text);
  return running.ended;
}

test('train, predict and evaluate read - from standard input, and predict writes data only to standard output', async (context) => {
  const folder = folderWith(context);
  const trained = await piped(['train', '-', ...tiny, '--no-report', '-o', 'run'], folder, regressionTable());
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(trained.stdout, /The table from standard input is kept in run-table\.csv/);
  assert.ok(existsSync(join(folder, 'run-table.csv')));

  const predicted = await piped(['predict', 'run', '-', '--threads', '1'], folder, 'smiles\nCCO\nC?\n');
  assert.equal(predicted.code, 0, predicted.stderr);
  assert.match(predicted.stdout, /^smiles,y_prediction,reason\nCCO,-?[\d.]+,\nC\?,,.+\n$/);
  assert.match(predicted.stderr, /standard output: 2 rows in .*1 without a prediction/);

  const sdf =
    'a\n  x\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0000    0.0000    0.0000 C   0  0\nM  END\n$$$$\n';
  const structures = await piped(['predict', 'run', '-', '-o', '-', '--threads', '1'], folder, sdf);
  assert.match(structures.stdout, /^name,smiles,y_prediction,reason\na,C,/);
  const few = await piped(['predict', 'run', '-', '-o', '-', '--threads', '1', '--drop-extra-columns'], folder, sdf);
  assert.match(few.stdout, /^smiles,y_prediction,reason\nC,/);

  const typed = await graphsam(['predict', 'run', 'CCO', 'C?', '--json', '--threads', '1'], folder);
  const records = typed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    records.map(({ kind, smiles }) => [kind, smiles]),
    [['start'], ['prediction', 'CCO'], ['prediction', 'C?'], ['result']].map(([kind, smiles]) => [kind, smiles]),
  );
  assert.equal(typeof records[1].values.y_prediction, 'number');
  assert.deepEqual([records[1].reason, records[2].values, typeof records[2].reason], [null, null, 'string']);

  const evaluated = await piped(['evaluate', 'run', '-'], folder, regressionTable());
  assert.match(
    evaluated.stdout,
    /40 molecules: rmse [\d.]+\nThe model was trained on 32 of them and 4 chose its epoch\./,
  );
  const tabs = await piped(['evaluate', 'run', '-', '--json'], folder, regressionTable().replaceAll(',', '\t'));
  const { notes } = JSON.parse(tabs.stdout.split('\n')[0]!) as { notes: string[] };
  assert.match(notes.join(), /standard input: cells are separated by tabs/);
  assert.doesNotMatch(tabs.stdout, /graphsam-stdin/);

  const empty = await piped(asProgram(['predict', 'run', '-']), folder, '');
  assertRefusal(empty, { exit: 3, code: 'table-empty' });
  assert.match(empty.stderr, /standard input/);
  assert.doesNotMatch(empty.stderr, /graphsam-stdin/);
  const unlabeled = await piped(['evaluate', 'run', '-'], folder, 'smiles\nCCO\n');
  assert.match(unlabeled.stderr, /standard input/);
  assert.doesNotMatch(unlabeled.stderr, /graphsam-stdin/);
  assert.equal((await graphsam(['predict', 'run', 'missing.csv'], folder)).code, 3);
});

test('the table that is kept from standard input replaces no file, and goes with the run that it belongs to', async (context) => {
  const folder = folderWith(context);
  const train = (text: string, ...rest: string[]): Promise<Ended> =>
    piped(asProgram(['train', '-', ...tiny, '--no-report', ...rest]), folder, text);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  writeFileSync(join(folder, 'run-table.csv'), 'a file of the user');
  const [first, second] = [regressionTable(), regressionTable().replaceAll('CCCCC', 'CCCCCC')];

  const mistaken = await train(first, '--target-columns', 'z', '-o', 'run');
  assertRefusal(mistaken, { exit: 2, code: 'unknown-name' });
  assert.deepEqual(filesIn(folder), ['run-table.csv'], 'no run needs the table');

  const begun = await train(first, '-o', 'run/');
  assert.equal(begun.code, 0, begun.stderr);
  assert.deepEqual(filesIn(folder), ['run', 'run-table-2.csv', 'run-table.csv']);

  assertRefusal(await train(second, '-o', 'run'), { exit: 2, code: 'output-exists', setting: '/run/folder' });
  assert.equal(read('run-table-2.csv'), first);

  const replaced = await train(second, '-o', 'run', '--overwrite');
  assert.equal(replaced.code, 0, replaced.stderr);
  assert.deepEqual(filesIn(folder), ['run', 'run-table-3.csv', 'run-table.csv']);
  assert.deepEqual([read('run-table.csv'), read('run-table-3.csv')], ['a file of the user', second]);
});
