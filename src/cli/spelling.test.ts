import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CliOption } from './option.ts';
import { withUsualSpelling } from './spelling.ts';

const option = (name: string, more: Partial<CliOption> = {}): CliOption => ({
  name,
  kind: 'text',
  group: '',
  help: '',
  ...more,
});
const options = [
  option('output-dir', { aliases: ['save-dir'] }),
  option('nesterov', { kind: 'boolean' }),
  option('resume', { bare: '' }),
];
const spelled = (...args: string[]): string[] => withUsualSpelling(args, options);

test('underscores and aliases become the name, values stay as they are', () => {
  assert.deepEqual(spelled('--output_dir', 'a_b'), ['--output-dir', 'a_b']);
  assert.deepEqual(spelled('--save_dir=a_b=c'), ['--output-dir=a_b=c']);
  assert.deepEqual(spelled('-o', 'x', 'my_table.csv'), ['-o', 'x', 'my_table.csv']);
});

test('unknown options stay as the user wrote them', () => {
  assert.deepEqual(spelled('--outputt_dir', '--no-such'), ['--outputt_dir', '--no-such']);
});

test('truth values may be left out or negated', () => {
  assert.deepEqual(spelled('--nesterov', 'table.csv'), ['--nesterov=true', 'table.csv']);
  assert.deepEqual(spelled('--nesterov', 'false'), ['--nesterov', 'false']);
  assert.deepEqual(spelled('--no-nesterov'), ['--nesterov=false']);
});

test('an option that may stand alone does so at the end and before another option', () => {
  assert.deepEqual(spelled('--resume'), ['--resume=']);
  assert.deepEqual(spelled('--resume', '-o', 'x'), ['--resume=', '-o', 'x']);
  assert.deepEqual(spelled('--resume', 'x'), ['--resume', 'x']);
});

test('nothing is changed after a lone --', () => {
  assert.deepEqual(spelled('--save-dir', 'x', '--', '--save_dir'), ['--output-dir', 'x', '--', '--save_dir']);
});
