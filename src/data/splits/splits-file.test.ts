import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSplitsFile, splitsFileContent } from './splits-file.ts';

/** A table of ten rows of which rows 3 and 7 were refused. */
const target = { tableLength: 10, tableRows: [0, 1, 2, 4, 5, 6, 8, 9] };
const read = (folds: unknown): ReturnType<typeof readSplitsFile> =>
  readSplitsFile(JSON.stringify(folds), 's.json', target);

test('rows are numbers or ranges with both ends, and refused rows drop out', () => {
  const { splits, warnings } = read([{ train: '0-4', val: [5, '6'], test: '8-9,7' }]);
  assert.deepEqual(splits, [{ train: [0, 1, 2, 3], val: [4, 5], test: [6, 7] }]);
  assert.deepEqual(warnings, ['s.json: rows of the splits that were left out when the table was read: 2.']);
});

test('valid is understood for val, and each fold is a split', () => {
  const { splits } = read([
    { train: [0], valid: [1], test: '2,4-6,8-9' },
    { train: [1], val: [0], test: '2,4-6,8-9' },
  ]);
  assert.deepEqual(
    splits.map(({ val }) => val),
    [[1], [0]],
  );
});

test('rows in no part are reported', () => {
  assert.deepEqual(read([{ train: [0, 1], val: [2], test: [4] }]).warnings, [
    's.json: rows 5, 6, 8, 9 of the table in no part.',
  ]);
});

test('overlapping rows are listed with their parts', () => {
  assert.throws(() => read([{ train: '0-4', val: [4, 5], test: [0] }]), {
    code: 'split-unreadable',
    path: ['split', 'file'],
    where: 's.json',
    what: /4 \(train and val\), 0 \(train and test\)/,
  });
  assert.throws(() => read([{ train: [0, 0], val: [1], test: [2] }]), {
    code: 'split-unreadable',
    what: /0 \(twice in train\)/,
  });
});

test('rows that are negative, beyond the table, counted from 1 or no whole numbers are refused', () => {
  assert.throws(() => read([{ train: [-1, 0], test: [1] }]), {
    code: 'split-unreadable',
    what: /\btrain\b.* -1; .*\b0 to 9\b/,
  });
  assert.throws(() => read([{ train: [0], test: [12, 13] }]), {
    code: 'split-unreadable',
    what: /\btest\b.*\b12, 13; .*\b0 to 9\b/,
  });
  assert.throws(() => read([{ train: '1-8', val: [9], test: [10] }]), {
    code: 'split-unreadable',
    what: /\btest\b.*\b10\b/,
    advice: /from 1.*from 0/,
  });
  assert.throws(() => read([{ train: [0.5] }]), { code: 'split-unreadable', where: 's.json, train', what: /\b0\.5\b/ });
  assert.throws(() => read([{ train: '0-x' }]), {
    code: 'split-unreadable',
    path: ['split', 'file'],
    where: 's.json, train',
    what: /"0-x"/,
  });
  assert.throws(() => read([{ train: '5-2' }]), { code: 'split-unreadable', where: 's.json, train', what: /\b5-2\b/ });
});

test('a file that is no list of splits is refused with an example', () => {
  assert.throws(() => readSplitsFile('{', 's.json', target), {
    code: 'split-unreadable',
    where: 's.json',
    what: /JSON/,
    advice: /\[\{"train"/,
  });
  assert.throws(() => read([]), { code: 'split-unreadable', where: 's.json', what: /empty/ });
  assert.throws(() => read([[0, 1]]), { code: 'split-unreadable', where: 's.json', what: /\{train, val, test\}/ });
  assert.throws(() => read([{ train: [0], tests: [1] }]), {
    code: 'split-unreadable',
    where: 's.json',
    what: /\btests$/,
  });
  assert.throws(() => read([{ val: [0] }]), { code: 'split-unreadable', where: 's.json', what: /training part/ });
  assert.throws(() => read([{ train: [3, 7], test: [0] }]), {
    code: 'empty-part',
    path: ['split', 'file'],
    where: 's.json',
  });
});

test('what is written is read again as the same parts', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7]),
      fc.nat({ max: 7 }),
      fc.nat({ max: 7 }),
      (rows, first, second) => {
        const [begin, end] = [Math.min(first, second), Math.max(first, second)];
        const split = { train: [0, ...rows.slice(0, begin)], val: rows.slice(begin, end), test: rows.slice(end) };
        const { splits } = readSplitsFile(splitsFileContent([split, split], target.tableRows), 's.json', target);
        const sorted = (part: readonly number[]): number[] => [...part].sort((a, b) => a - b);
        const expected = { train: sorted(split.train), val: sorted(split.val), test: sorted(split.test) };
        assert.deepEqual(splits, [expected, expected]);
      },
    ),
  );
});
