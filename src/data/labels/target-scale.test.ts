import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataError } from '../../base/errors.ts';
import { readLabels } from './read-labels.ts';
import { scaledName, scaleLabels, unscaled, withoutUnit } from './target-scale.ts';

const source = (cells: readonly string[]) => ({
  file: 'm.csv',
  name: 'IC50',
  cells,
  lines: cells.map((_, index) => index + 2),
});

test('IC50 in nM becomes pIC50, exactly for powers of ten, and the name says the scale', () => {
  const options = { targetTransform: 'negative-log10', targetUnit: 'nM' } as const;
  const scaled = scaleLabels(readLabels(source(['1', '1000', '', '0', '-3']), options), options);
  assert.deepEqual([...scaled.values], [9, 6, Number.NaN, Number.NaN, Number.NaN]);
  assert.deepEqual([...unscaled(scaled.values.slice(0, 2), options)].map(Math.round), [1, 1000]);
  assert.equal(scaled.name, 'negative log10(IC50 in mol/L)');
  assert.deepEqual(
    scaled.unusable.map(({ index, value }) => [index, value]),
    [
      [3, '0'],
      [4, '-3'],
    ],
  );
  assert.match(scaled.notes.join(' '), /IC50 is learned as negative log10.*no logarithm and count as missing: 2/);
  assert.equal(scaledName('S', { targetTransform: 'log10', targetUnit: 'mg/L' }), 'log10(S in mg/L)');
  assert.equal(scaledName('S', { targetUnit: 'mg/L' }), 'S');
});

test('a limit changes its side with the sign of the logarithm', () => {
  const read = readLabels(source(['<10', '>100', '5']), { censored: 'bound' });
  assert.deepEqual([...scaleLabels(read, { targetTransform: 'log10' }).bounds!], [-1, 1, 0]);
  assert.deepEqual([...scaleLabels(read, { targetTransform: 'negative-log10' }).bounds!], [1, -1, 0]);
});

test('the unit is cut off behind a number, whichever micro sign is written, and nowhere else', () => {
  assert.equal(withoutUnit(' 12 nM', 'nM'), '12');
  assert.equal(withoutUnit('12.5\u00b5M', '\u03bcM'), '12.5');
  assert.equal(withoutUnit('<5 nM', 'nM'), '<5');
  for (const cell of ['12 mM', 'nM', 'inactive at 5 uM, nM']) assert.equal(withoutUnit(cell, 'nM'), cell);
});

test('cells with a unit are refused with the unit, and read once it is named', () => {
  const cells = ['12 nM', '3', '4.5 nM', '7 nM'];
  assert.throws(
    () => readLabels(source(cells)),
    (error: unknown) => {
      assert.ok(error instanceof DataError);
      assert.deepEqual(error.details, { column: 'IC50', unreadable: 3, labeled: 4, unit: 'nM' });
      assert.match(error.message, /data\.targetUnit: nM/);
      return true;
    },
  );
  assert.deepEqual([...readLabels(source(cells), { targetUnit: 'nM' }).values], [12, 3, 4.5, 7]);
});

test('labels that are no numbers can be left out, each with its reason', () => {
  const { values, unusable, notes } = readLabels(source(['1', 'see note', '3,14', '4']), { unreadableLabels: 'drop' });
  assert.deepEqual([...values], [1, Number.NaN, Number.NaN, 4]);
  assert.deepEqual(
    unusable.map(({ value, reason }) => [value, reason]),
    [
      ['see note', 'not a number'],
      ['3,14', 'a number with a comma'],
    ],
  );
  assert.ok(notes.includes('Target IC50: labels that cannot be read count as missing: 2.'));
});

test('the words of a pair are kept as the table writes them', () => {
  assert.deepEqual(readLabels(source(['Active', 'inactive', ''])).words, ['inactive', 'Active']);
  assert.deepEqual(
    readLabels(source(['high', 'low']), {
      labelMap: new Map([
        ['low', 0],
        ['high', 1],
      ]),
    }).words,
    ['low', 'high'],
  );
  assert.equal(readLabels(source(['0', '1'])).words, undefined);
});
