import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTaskType, type TaskType } from '../../tasks/index.ts';
import { readLabel } from './label-cell.ts';
import { type LabelOptions, parseLabelMap, readLabels } from './read-labels.ts';

const nan = Number.NaN;

function read(
  cells: string[],
  options: LabelOptions = {},
  delimiter: ',' | ';' = ',',
): { values: number[]; notes: readonly string[] } {
  const lines = cells.map((_, index) => index + 2);
  const { values, notes } = readLabels({ file: 'm.csv', name: 'y', cells, lines, delimiter }, options);
  return { values: [...values], notes };
}

function typeOf(columns: Record<string, number[]>, wanted?: TaskType): { taskType: TaskType; notes: string[] } {
  const read = Object.entries(columns).map(([name, values]) => ({ name, values: Float64Array.from(values) }));
  return findTaskType(read, wanted, 'm.csv');
}

test('plain numbers in any usual spelling are labels, with blanks around them too', () => {
  assert.deepEqual(read(['1', ' 0.0 ', '-.5', '+2.', '1e-3', '1.23E+05', '']).values, [
    1,
    0,
    -0.5,
    2,
    0.001,
    123000,
    nan,
  ]);
});

test('what JavaScript would take for a number and people would not is refused', () => {
  for (const cell of ['0x10', '1_000', '0b1', '1e', 'e5', '.', '1 2', 'true1'])
    assert.equal(readLabel(cell).kind, 'text', cell);
});

test('pairs of words such as active and inactive are mapped, with a note', () => {
  const { values, notes } = read(['Active', 'inactive', '', 'ACTIVE']);
  assert.deepEqual(values, [1, 0, nan, 1]);
  assert.deepEqual(notes, ['Target y: "inactive" is 0 and "active" is 1.']);
  assert.deepEqual(read(['TRUE', 'FALSE']).values, [1, 0]);
  assert.deepEqual(read(['yes', 'no', 'NA']).values, [1, 0, nan]);
  assert.deepEqual(read(['POS', 'NEG']).values, [1, 0]);
  assert.deepEqual(read(['+', '-']).values, [1, 0]);
});

test('other words stop with the first lines, and a label map reads them', () => {
  assert.throws(() => read(['1', 'low', 'high', '0']), {
    code: 'label-unreadable',
    path: ['data', 'labelMap'],
    where: 'm.csv, line 3, column y',
    what: /\b2\b.*line 3 "low", line 4 "high"/,
    advice: /data\.labelMap: WORD=0/,
  });
  assert.deepEqual(read(['low', 'high', ''], { labelMap: parseLabelMap('low=0,high=1') }).values, [0, 1, nan]);
  assert.throws(() => parseLabelMap('low'), {
    code: 'wrong-value',
    path: ['data', 'labelMap'],
    what: /"low".*WORD=NUMBER/,
  });
});

test('censored values stop with the first lines, or count as missing if asked', () => {
  assert.throws(() => read(['5', '<5', '>100', '~3']), {
    code: 'label-censored',
    path: ['data', 'censored'],
    where: 'm.csv, line 3, column y',
    what: /\b3\b.*line 3 "<5"/,
  });
  const { values, notes } = read(['5', '<5', '>100', '~3'], { censored: 'drop' });
  assert.deepEqual(values, [5, nan, nan, nan]);
  assert.match(notes[0]!, /limits and estimates .* count as missing: 3/);
});

test('units, dates and thousands separators in a label stop and are named', () => {
  assert.throws(() => read(['1', '1e-6 M']), { code: 'label-unreadable', what: /"1e-6 M": .*\bunit\b/ });
  assert.throws(() => read(['1', '2-Mar']), { code: 'label-unreadable', what: /"2-Mar": .*\bdate\b/ });
  assert.throws(() => read(['1', '03/01/2024']), { code: 'label-unreadable', what: /"03\/01\/2024": .*\bdate\b/ });
  assert.throws(() => read(['1', '1,000,000']), { code: 'label-unreadable', what: /"1,000,000": .*\bthousands\b/ });
});

test('a decimal comma is read in semicolon files and never as two numbers elsewhere', () => {
  const { values, notes } = read(['3,14', '2,5', '1'], {}, ';');
  assert.deepEqual(values, [3.14, 2.5, 1]);
  assert.match(notes[0]!, /a comma is read as the decimal sign/);
  const minus = read(['\u22123,14', '2,5'], {}, ';');
  assert.deepEqual(minus.values, [-3.14, 2.5]);
  assert.ok(minus.notes.includes('Target y: another sign than "-" is read as the minus: 1.'), minus.notes.join());
  assert.throws(() => read(['3,14']), {
    code: 'label-ambiguous',
    path: ['data', 'unreadableLabels'],
    where: 'm.csv, line 2, column y',
    what: /line 2 "3,14"/,
  });
  assert.throws(() => read(['1,000', '2,000'], {}, ';'), {
    code: 'label-ambiguous',
    what: /line 2 "1,000", line 3 "2,000"/,
  });
  assert.throws(() => read(['3,14', '2.5'], {}, ';'), { code: 'label-ambiguous', what: /line 2 "3,14"/ });
});

test('what spreadsheets write for failed formulas counts as missing and is noted by column', () => {
  const { values, notes } = read(['1', '#VALUE!', '#N/A', '#N/A', 'n/a']);
  assert.deepEqual(values, [1, nan, nan, nan, nan]);
  assert.deepEqual(notes, ['Target y: "#VALUE!" (1), "#N/A" (2), "n/a" (1) count as missing.']);
});

test('a threshold makes classes of quantities', () => {
  assert.deepEqual(read(['4.9', '5', '', '7'], { threshold: 5 }).values, [0, 1, nan, 1]);
});

test('0 and 1 mean classification, other values regression, whatever the spelling', () => {
  assert.equal(typeOf({ a: [0, 1, nan], b: [nan, nan, 1], c: [nan] }).taskType, 'classification');
  assert.equal(typeOf({ a: [0.5, 1], b: [3, -4] }).taskType, 'regression');
});

test('labels -1 and 1, or 1 and 2, stop and propose a mapping', () => {
  assert.throws(() => typeOf({ a: [-1, 1, 1] }), {
    code: 'classes-unexpected',
    path: ['data', 'labelMap'],
    where: 'm.csv, column a',
    what: /-1.*\b1\b/,
    advice: /data\.labelMap: -1=0,1=1/,
  });
  assert.throws(() => typeOf({ a: [1, 2] }, 'classification'), {
    code: 'classes-unexpected',
    what: /\b1\b.*\b2\b/,
    advice: /data\.labelMap: 1=0,2=1/,
  });
  assert.equal(typeOf({ a: [1, 2] }, 'regression').taskType, 'regression');
  assert.deepEqual(read(['-1', '1'], { labelMap: parseLabelMap('-1=0,1=1') }).values, [0, 1]);
});

test('quantities in a classification target stop and propose regression or a threshold', () => {
  assert.throws(() => typeOf({ a: [0.1, 0.9] }, 'classification'), {
    code: 'classes-unexpected',
    path: ['data', 'taskType'],
    what: /0\.1, 0\.9/,
    advice: /data\.taskType: regression.*data\.threshold: X/,
  });
});

test('0 and 1 in a target that is asked to be a quantity are read as one, with a note', () => {
  const { taskType, notes } = typeOf({ a: [0, 1] }, 'regression');
  assert.equal(taskType, 'regression');
  assert.deepEqual(notes, ['Target a holds only 0 and 1; it is read as a quantity.']);
});

test('more than two classes stop with the list, gaps included', () => {
  assert.throws(() => typeOf({ a: [0, 1, 3] }, 'classification'), {
    code: 'classes-unexpected',
    what: /0, 1, 3 .*\b2\b/,
  });
  assert.match(typeOf({ a: [0, 1, 3] }).notes[0]!, /holds only the whole numbers 0, 1, 3; it is read as a quantity/);
});

test('targets of two kinds stop and are listed', () => {
  assert.throws(() => typeOf({ a: [0, 1], b: [0.5, 2.5] }), {
    code: 'task-type-mismatch',
    path: ['data', 'targetColumns'],
    what: /\bin a;.*\bin b$/,
  });
});
