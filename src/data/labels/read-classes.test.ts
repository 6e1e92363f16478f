import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClassColumn, readClasses } from './read-classes.ts';

function read(
  cells: readonly string[],
  options: { known?: readonly string[]; labelMap?: Map<string, number> } = {},
): ClassColumn {
  const source = { file: 'm.csv', name: 'y', cells, lines: cells.map((_, row) => row + 2) };
  return readClasses(source, options, options.known);
}

const refused = { code: 'classes-unexpected', where: 'm.csv, column y' };

test('classes are numbered in the order of words, missing cells stay missing', () => {
  const { classes, values, notes } = read(['toxic', ' mild ', '', 'harmless', 'n/a', 'mild']);
  assert.deepEqual(classes, ['harmless', 'mild', 'toxic']);
  assert.deepEqual([...values], [2, 1, Number.NaN, 0, Number.NaN, 1]);
  assert.deepEqual(notes, [
    'Target y: 3 classes: harmless (1), mild (2), toxic (1).',
    'Target y: "n/a" (1) count as missing.',
  ]);
});

test('numbers are classes in their own order, however they are written', () => {
  const { classes, values } = read(['10', '9', '8.0', '08', '10']);
  assert.deepEqual(classes, ['8', '9', '10']);
  assert.deepEqual([...values], [2, 1, 0, 0, 2]);
});

test('limits are names like others', () => {
  assert.deepEqual(read(['<10', '10-100', '>100']).classes, ['10-100', '<10', '>100']);
});

test('whole numbers with a gap stop, with a mapping that closes it', () => {
  assert.throws(() => read(['0', '1', '3']), {
    ...refused,
    path: ['data', 'labelMap'],
    what: /\b0, 1, 3\b.*\b2\b/,
    advice: /data\.labelMap: 0=0,1=1,3=2/,
  });
  const labelMap = new Map([['3', 2]]);
  assert.deepEqual(read(['0', '1', '3'], { labelMap }).classes, ['0', '1', '2']);
  assert.deepEqual(read(['2', '3', '4']).classes, ['2', '3', '4']);
});

test('a class that the model or the first file has not is listed with its line', () => {
  const known = ['a', 'b'];
  assert.deepEqual([...read(['b', 'b'], { known }).values], [1, 1]);
  assert.throws(() => read(['a', 'c', 'd', 'c'], { known }), {
    ...refused,
    what: /"c" \(line 3\), "d" \(line 4\).*\ba, b$/,
  });
});

test('of thousands of classes that are new five are listed', () => {
  const cells = Array.from({ length: 3000 }, (_, row) => `c${row}`);
  assert.throws(() => read(cells, { known: ['a', 'b'] }), {
    ...refused,
    what: 'classes that are new here: "c0" (line 2), "c1" (line 3), "c2" (line 4), "c3" (line 5), "c4" (line 6) and 2,995 more; known are a, b',
  });
});

test('a quantity is not taken for a hundred classes', () => {
  const cells = Array.from({ length: 120 }, (_, row) => String(row / 7));
  assert.throws(() => read(cells), { ...refused, path: ['data', 'taskType'], what: /\b120\b.*\b100\b/ });
});
