import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../base/errors.ts';
import { type CliOption, flagsOf, type OptionKind, valueFromJson, valueFromText } from './option.ts';

const option = (kind: OptionKind, more: Partial<CliOption> = {}): CliOption => ({
  name: 'size',
  kind,
  group: '',
  help: '',
  ...more,
});
const refused = (act: () => unknown, message: RegExp): void => {
  assert.throws(act, (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, message);
    return true;
  });
};

test('texts become the value that the option takes', () => {
  assert.equal(valueFromText(option('integer'), '12'), 12);
  assert.equal(valueFromText(option('number'), '1e-4'), 1e-4);
  assert.deepEqual(valueFromText(option('numbers'), ['0.8', '0.1,0.1']), [0.8, 0.1, 0.1]);
  assert.deepEqual(valueFromText(option('texts'), ['a,b', 'c']), ['a,b', 'c']);
  assert.equal(valueFromText(option('boolean'), 'false'), false);
  assert.equal(valueFromText(option('flag'), true), true);
});

test('a text that does not fit is refused with the option and what it takes', () => {
  refused(() => valueFromText(option('integer'), '1.5'), /--size: expected a whole number and received "1.5"/);
  refused(() => valueFromText(option('number'), ''), /expected a number and received ""/);
  refused(() => valueFromText(option('number'), '0,5'), /Write a point/);
  refused(() => valueFromText(option('number'), 'Infinity'), /expected a number/);
  refused(() => valueFromText(option('boolean'), 'yes'), /true or false/);
  refused(() => valueFromText(option('text', { choices: ['left', 'right'] }), 'rigth'), /Did you mean right\?/);
});

test('a value of a file must have the type, a single one may stand for a list of one', () => {
  assert.deepEqual(valueFromJson(option('texts'), 'y', 'c.json'), ['y']);
  assert.equal(valueFromJson(option('integer'), 3, 'c.json'), 3);
  refused(
    () => valueFromJson(option('integer'), '3', 'c.json, size'),
    /c.json, size: expected a whole number and found "3"/,
  );
  refused(() => valueFromJson(option('numbers'), [1, 'x'], 'c.json'), /a list of numbers/);
  refused(() => valueFromJson(option('text', { choices: ['a'] }), 'b', 'c.json'), /Known: a/);
});

test('flags are written as commander reads them', () => {
  assert.equal(flagsOf(option('texts', { short: 's', placeholder: 'COLUMN' })), '-s, --size <COLUMN...>');
  assert.equal(flagsOf(option('boolean')), '--size [true|false]');
  assert.equal(flagsOf(option('flag')), '--size');
  assert.equal(flagsOf(option('text', { bare: '', placeholder: 'X' })), '--size [X]');
});
