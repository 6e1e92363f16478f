import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CliOption, flagsOf, type OptionKind, valueFromFile, valueFromText } from './option.ts';

const option = (kind: OptionKind, more: Partial<CliOption> = {}): CliOption => ({
  name: 'size',
  kind,
  group: '',
  help: '',
  ...more,
});
test('texts become the value that the option takes', () => {
  assert.equal(valueFromText(option('integer'), '12'), 12);
  assert.equal(valueFromText(option('number'), '1e-4'), 1e-4);
  assert.deepEqual(valueFromText(option('numbers'), ['0.8', '0.1,0.1']), [0.8, 0.1, 0.1]);
  assert.deepEqual(valueFromText(option('texts'), ['a,b', 'c']), ['a,b', 'c']);
  assert.equal(valueFromText(option('boolean'), 'false'), false);
  assert.equal(valueFromText(option('flag'), true), true);
  assert.equal(valueFromText(option('flag', { name: 'no-header-row' }), false), true, 'the parser has false for it');
});

test('a text that cannot be read goes on as it is, to the schema of the setting', () => {
  for (const [kind, text] of Object.entries({ integer: 'x', number: '', boolean: 'yes' }))
    assert.equal(valueFromText(option(kind as OptionKind), text), text);
  assert.equal(valueFromText(option('number'), 'Infinity'), 'Infinity');
  assert.deepEqual(valueFromText(option('numbers'), ['1,x']), [1, 'x']);
});

test('a single value of a file may stand for a list of one', () => {
  assert.deepEqual(valueFromFile(option('texts'), 'y'), ['y']);
  assert.deepEqual(valueFromFile(option('numbers'), [1, 2]), [1, 2]);
  assert.equal(valueFromFile(option('integer'), 3), 3);
});

test('flags are written as commander reads them', () => {
  assert.equal(flagsOf(option('texts', { short: 's', placeholder: 'COLUMN' })), '-s, --size <COLUMN...>');
  assert.equal(flagsOf(option('boolean')), '--size [true|false]');
  assert.equal(flagsOf(option('flag')), '--size');
  assert.equal(flagsOf(option('text', { bare: '', placeholder: 'X' })), '--size [X]');
});
