/** `-` reads a table from standard input and writes predictions to standard output. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { asProgram, assertRefusal, type Ended, folderWith, graphsam, start } from './command-line.ts';
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
