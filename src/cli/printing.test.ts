import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CheckpointError, ConfigError, DataError, MachineError, RunError } from '../base/errors.ts';
import { formatDuration, formatNumber } from '../base/number-text.ts';
import { nameSettings, setting } from '../base/setting.ts';
import { shellWord } from '../base/shell-word.ts';
import { describeError, errorText } from './describe-error.ts';
import { wrap } from './format.ts';
import { metricsText, perTaskOf } from './metrics-text.ts';
import { optionNames } from './option-names.ts';
import { progressText } from './progress-line.ts';

test('numbers have four digits, and an exponent only where they need one', () => {
  const texts = [0.123456, 12.3456, 1e-7, 0, null, 1234.5678, 2e9].map((value) => formatNumber(value));
  assert.deepEqual(texts, ['0.1235', '12.35', '1.000e-7', '0', 'undefined', '1235', '2.000e+9']);
});

test('durations are read at a glance', () => {
  assert.deepEqual([0.123, 9.96, 59.6, 61, 3725].map(formatDuration), ['0.1 s', '10 s', '1:00', '1:01', '1:02:05']);
});

test('words for a shell are quoted where they must be', () => {
  assert.deepEqual(['runs/a-1', 'my runs', "it's", ''].map(shellWord), ['runs/a-1', "'my runs'", "'it'\\''s'", "''"]);
});

test('wrapped lines are not longer than asked and lose no word', () => {
  const text = 'one two three four five six seven';
  const lines = wrap(text, '  ', 12).split('\n');
  assert.ok(lines.every((line) => line.length <= 12 && line.startsWith('  ')));
  assert.equal(lines.map((line) => line.trim()).join(' '), text);
});

test('a progress line shows epoch, share, time left and loss, and never wraps', () => {
  const progress = { label: 'epoch 3/30', share: 0.5, secondsLeft: 75, detail: 'loss 0.43' };
  assert.equal(
    progressText(progress, 100),
    `epoch 3/30  [${'='.repeat(12)}>${' '.repeat(11)}]  50 %  1:15 left  loss 0.43`,
  );
  assert.ok(progressText(progress, 40).length < 40);
  assert.equal(progressText({ label: '7 rows' }, 80), '7 rows');
});

test('errors are printed in three parts, each kind with its exit code', () => {
  const details = { what: 'x is 3', where: 'a.csv, line 2', advice: 'Give 4.' };
  const codes = [RunError, ConfigError, DataError, CheckpointError, MachineError].map(
    (Kind) => describeError(new Kind(details)).exitCode,
  );
  assert.deepEqual(codes, [1, 2, 3, 4, 5]);
  assert.equal(
    errorText(describeError(new DataError(details))),
    'error: x is 3\n  where: a.csv, line 2\n  advice: Give 4.',
  );
});

test('what the system refuses is the machine, everything unforeseen a defect to be reported', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: '/x' });
  assert.deepEqual(describeError(full), {
    code: 'system-refuses',
    what: 'the disk is full (ENOSPC)',
    where: '/x',
    exitCode: 5,
  });
  const defect = describeError(new TypeError('x is not a function\n    at somewhere'));
  assert.equal(defect.exitCode, 1);
  assert.match(errorText(defect), /defect of graphsam: TypeError: x is not a function\n.*where: graphsam \d.*report/s);
  assert.doesNotMatch(errorText(defect), /somewhere/);
});

test('metrics name undefined tasks, and each task on request', () => {
  const values = { 'roc-auc': { mean: 0.75, perTask: [0.75, null], undefinedTasks: 1 } };
  assert.equal(metricsText(values), 'roc-auc 0.75 (1 of 2 tasks undefined)');
  assert.deepEqual(perTaskOf(values, ['a', 'b']), { a: { 'roc-auc': 0.75 }, b: { 'roc-auc': null } });
});

test('a setting that another command has not is named as the option of train that it is', () => {
  const names = optionNames([{ name: 'threads', path: 'machine.threads', kind: 'integer', group: '', help: '' }]);
  const text = `kept; ${setting('split.type', 'random_with_repeated_smiles')} changes that, ${setting('machine.threads', 2)} does not, nor \`no.setting\``;
  assert.equal(
    nameSettings(text, names),
    'kept; graphsam train --split-type random_with_repeated_smiles changes that, --threads 2 does not, nor `no.setting`',
  );
});
