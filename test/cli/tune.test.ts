/** `graphsam tune` as its users meet it: killed, called again, its best settings trained. The search itself is tested in src/tune. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatNumber } from '../../src/base/index.ts';
import { assertRefused, filesIn, folderWith, graphsam, jsonLines, start } from './command-line.ts';
import { regressionTable } from './small-tables.ts';

const space = `
learning-rate: { low: 1e-3, high: 1e-2, log: true }
optimizer: [adam, graphsam]
`;
const files = { 'table.csv': regressionTable(), 'space.yaml': space };
const model = ['--width', '16', '--heads', '2', '--layers', '1', '--epochs', '1', '--threads', '1'];
const command = ['tune', 'table.csv', '--space', 'space.yaml', ...model, '--trials', '2', '--jobs', '1', '-o', 'out'];

test('killed and called again it trains what is missing, and its best settings can be trained', {
  timeout: 240_000,
}, async (context) => {
  const folder = folderWith(context, files);
  const running = start(command, folder);
  await running.saw('trial 0 of 2');
  running.process.kill('SIGKILL');
  await running.ended;
  const createdOf = (name: string): string =>
    JSON.parse(readFileSync(join(folder, 'out', 'runs', name, 'run.json'), 'utf8')).created;
  const created = createdOf('trial00000');
  const { code, stdout, stderr } = await graphsam([...command, '--json'], folder);
  assert.equal(code, 0, stderr);
  assert.equal(createdOf('trial00000'), created, 'the finished trial was kept');
  const told = jsonLines(stdout);
  assert.deepEqual(
    told.flatMap(({ kind, number }) => (kind === 'trial' ? [number] : [])),
    [1],
  );
  const result = told.find(({ kind }) => kind === 'result') as {
    best: { settings: Record<string, number> };
    caveats: string[];
  };
  assert.match(
    result.caveats.join(' '),
    /chosen as the best of 2 trials.*Test rmse of these settings, which chose nothing/s,
  );
  assert.deepEqual(filesIn(join(folder, 'out')), [
    ...['best.yaml', 'optuna-journal.log', 'planned.json', 'report.html', 'runs', 'study.json', 'trials', 'trials.csv'],
  ]);

  const best = [
    'train',
    '--config-path',
    'out/best.yaml',
    '--threads',
    '1',
    '--no-baseline',
    '--no-report',
    '-o',
    'best',
  ];
  // Nobody listens there: that costs one line, and not the training.
  const trained = await graphsam(best, folder, { MLFLOW_TRACKING_URI: 'http://127.0.0.1:1' });
  assert.equal(trained.code, 0, trained.stderr);
  assert.equal(trained.stderr.match(/MLflow at .* has failed/g)?.length, 1);
  const { config } = JSON.parse(readFileSync(join(folder, 'best', 'run.json'), 'utf8'));
  assert.equal(config.schedule.learningRate, result.best.settings['schedule.learningRate']);
});

test('a trial on splits and features that are named by relative paths goes on to its next rung', {
  timeout: 240_000,
}, async (context) => {
  const features = Array.from({ length: 40 }, (_, row) => `${row % 7}\n`).join('');
  const named = { 'splits.json': splitsJson(1), 'features.csv': `length\n${features}` };
  const folder = folderWith(context, { ...files, ...named });
  const names = ['--splits-file', 'splits.json', '--features-path', 'features.csv'];
  const { code, stdout, stderr } = await graphsam([...command, ...names, '--epochs', '9', '--trials', '1'], folder);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /after 3 epochs.*after 9 epochs.*1 trial: 1 trained to the end/s, stderr);
});

test('each split of a splits file is a training of every trial', { timeout: 240_000 }, async (context) => {
  const folder = folderWith(context, { ...files, 'splits.json': splitsJson(2) });
  const { code, stdout, stderr } = await graphsam(
    [...command, '--splits-file', 'splits.json', '--trials', '1'],
    folder,
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^1 trial of 2 trainings each/);
  assert.deepEqual(filesIn(join(folder, 'out', 'runs')), ['trial00000-fold0', 'trial00000-fold1']);
});

test('several quantities are compared by a mean without their units, which is called so, in validation and test alike', {
  timeout: 240_000,
}, async (context) => {
  const wide = regressionTable().trimEnd().split('\n');
  const rows = wide.map((line, row) =>
    row === 0 ? `${line},w` : `${line},${1000 * Number(line.split(',')[1]) + row}`,
  );
  const folder = folderWith(context, { ...files, 'table.csv': `${rows.join('\n')}\n` });
  const targets = ['--target-columns', 'y', 'w', '--trials', '1'];
  const { code, stdout, stderr } = await graphsam([...command, ...targets], folder);
  assert.equal(code, 0, stderr);
  const read = (...names: string[]): string => readFileSync(join(folder, 'out', ...names), 'utf8');
  const { result } = JSON.parse(read('runs', 'trial00000', 'run.json'));
  const [validation, test] = [result.validation.rmse.standardized, result.test.rmse.standardized].map(formatNumber);
  assert.match(stdout, /trial 0 of 1 {2}standardized rmse \d/);
  assert.ok(stdout.includes(`Best: trial 0, validation standardized rmse ${validation}:`), stdout);
  assert.ok(stdout.includes(`Test standardized rmse of these settings, which chose nothing: ${test}.`), stdout);
  assert.match(stdout, /^Standardized: the mean over the targets/m);
  assert.match(read('best.yaml'), /^# Trial 0: validation standardized rmse .*# Test standardized rmse/s);
  assert.match(read('trials.csv'), /\n0,[\d.]+,standardized rmse,/);
  assert.ok(read('report.html').includes('validation standardized rmse'));
});

/** Splits of 40 rows, each of which tests and validates with other rows. */
function splitsJson(count: number): string {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const splits = Array.from({ length: count }, (_, split) => {
    const turned = rows.map((row) => (row + 8 * split) % 40);
    return { train: turned.slice(8), val: turned.slice(0, 4), test: turned.slice(4, 8) };
  });
  return JSON.stringify(splits);
}

test('what its trainings say of the table is said, once', { timeout: 240_000 }, async (context) => {
  const folder = folderWith(context, { ...files, 'table.csv': `${regressionTable()}C1CC,1\n` });
  const { code, stderr } = await graphsam(command, folder);
  assert.equal(code, 0, stderr);
  assert.equal(
    stderr.match(/warning: 1 of \d+ rows are left out: rejects\.csv of each run folder/g)?.length,
    1,
    stderr,
  );
});

test('what cannot be searched is refused before anything is trained', { timeout: 120_000 }, async (context) => {
  const folder = folderWith(context, files);
  const mistakes: [string[], { readonly code: string; readonly setting?: string }][] = [
    [['--space', 'basci'], { code: 'unknown-name' }],
    [['--space', 'space.yaml', '--learning-rate', '0.1'], { code: 'contradicting-settings' }],
    [['--time-limit', '5'], { code: 'invalid-configuration', setting: '/tune/timeLimit' }],
    [['--trials', '0'], { code: 'invalid-configuration', setting: '/tune/trials' }],
  ];
  for (const [args, error] of mistakes)
    await assertRefused(['tune', 'table.csv', ...args, '-o', 'out'], folder, { exit: 2, ...error });
  assert.ok(!existsSync(join(folder, 'out')));
});
