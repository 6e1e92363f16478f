import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RandomStream } from '../../base/random.ts';
import { crossValidationSplits } from './cross-validation.ts';
import { groupRows } from './grouping.ts';
import { randomSplit } from './random-split.ts';
import { repeatedSmilesSplit } from './repeated-smiles-split.ts';
import { scaffoldBalancedSplit } from './scaffold-balanced-split.ts';
import { scaffoldSplit } from './scaffold-split.ts';
import type { Split } from './split.ts';
import { parseSplitSizes, partCounts, refuseTooFew } from './split-sizes.ts';

const sizes = { train: 0.8, val: 0.1, test: 0.1 };
const scaffoldLists = fc.array(fc.constantFrom('', '', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), {
  minLength: 1,
  maxLength: 120,
});
const stream = (seed = 0): RandomStream => new RandomStream(seed, 'split');

function assertComplete(split: Split, rows: number): void {
  const all = [...split.train, ...split.val, ...split.test].sort((a, b) => a - b);
  assert.deepEqual(
    all,
    Array.from({ length: rows }, (_, row) => row),
  );
}

function assertGroupsWhole(split: Split, keys: readonly string[]): void {
  for (const group of groupRows(keys)) {
    const parts = group.map((row) => [split.train, split.val, split.test].findIndex((part) => part.includes(row)));
    assert.equal(new Set(parts).size, 1);
  }
}

test('of scaffolds of one size the last in the table trains first, as in the published algorithm', () => {
  // a: rows 0 and 1, b: 2 and 3, then five of their own; train has room for 4 of 9.
  const keys = ['a', 'a', 'b', 'b', 'c', 'd', 'e', 'f', 'g'];
  const split = scaffoldSplit(keys, { train: 0.5, val: 0.3, test: 0.2 });
  assert.deepEqual(split, { train: [2, 3, 0, 1], val: [8, 7, 6], test: [5, 4] });
});

test('what training leaves of its share goes to validation, and what is too large for both to test', () => {
  const keys = [...Array(5).fill('a'), ...Array(4).fill('b'), 'c'];
  assert.deepEqual(scaffoldSplit(keys, { train: 0.4, val: 0.5, test: 0.1 }), {
    train: [5, 6, 7, 8],
    val: [0, 1, 2, 3, 4],
    test: [9],
  });
});

test('every split is disjoint and complete, and has no more than its sizes allow', () => {
  fc.assert(
    fc.property(scaffoldLists, fc.nat(), (keys, seed) => {
      const rows = keys.length;
      const room = partCounts(rows, sizes);
      const random = randomSplit(rows, sizes, stream(seed));
      assert.deepEqual(
        [random.train, random.val, random.test].map((part) => part.length),
        Object.values(room),
      );
      const scaffold = scaffoldSplit(keys, sizes);
      assertComplete(scaffold, rows);
      assertGroupsWhole(scaffold, keys);
      assert.ok(scaffold.train.length <= sizes.train * rows);
      for (const split of [
        scaffoldBalancedSplit(keys, sizes, stream(seed)),
        repeatedSmilesSplit(keys, sizes, stream(seed)),
      ]) {
        assertComplete(split, rows);
        assertGroupsWhole(split, keys);
        assert.ok(split.train.length <= room.train && split.val.length <= room.val);
      }
      assertComplete(random, rows);
    }),
  );
});

test('a group of many rows is placed as any other', () => {
  const rows = 200_000;
  const keys = Array<string>(rows).fill('');
  for (const split of [
    scaffoldSplit(keys, { train: 1, val: 0, test: 0 }),
    scaffoldBalancedSplit(keys, { train: 1, val: 0, test: 0 }, stream()),
  ])
    assert.equal(split.train.length, rows);
});

test('one seed gives one split and another seed another', () => {
  const keys = Array.from({ length: 100 }, (_, row) => String(row % 60));
  for (const make of [
    (seed: number) => randomSplit(100, sizes, stream(seed)),
    (seed: number) => scaffoldBalancedSplit(keys, sizes, stream(seed)),
    (seed: number) => repeatedSmilesSplit(keys, sizes, stream(seed)),
    (seed: number) => crossValidationSplits(100, 5, stream(seed))[0]!,
  ]) {
    assert.deepEqual(make(3), make(3));
    assert.notDeepEqual(make(3), make(4));
  }
});

test('the balanced scaffold split places scaffolds above half of validation or test first, so they train', () => {
  // 100 rows: validation and test have room for 10; scaffold x (30 rows) and y (6) exceed 5, the others do not.
  const keys = Array.from({ length: 100 }, (_, row) => (row < 30 ? 'x' : row < 36 ? 'y' : `s${row}`));
  for (let seed = 0; seed < 20; seed++) {
    const { train } = scaffoldBalancedSplit(keys, sizes, stream(seed));
    assert.deepEqual(
      train.slice(0, 36).sort((a, b) => a - b),
      Array.from({ length: 36 }, (_, row) => row),
    );
  }
});

test('k-fold cross-validation tests every row once and never trains on what it tests', () => {
  const splits = crossValidationSplits(23, 5, stream());
  for (const split of splits) assertComplete(split, 23);
  assert.deepEqual(
    splits.flatMap((split) => split.test).sort((a, b) => a - b),
    Array.from({ length: 23 }, (_, row) => row),
  );
});

test('fewer rows than folds, or fewer than three folds, explain the minimum', () => {
  assert.throws(() => crossValidationSplits(4, 5, stream()), {
    code: 'too-few-molecules',
    path: ['split', 'folds'],
    what: /\b4\b.*\b5\b/,
    advice: /\b5\b/,
  });
  assert.throws(() => crossValidationSplits(10, 2, stream()), {
    code: 'wrong-value',
    path: ['split', 'folds'],
    what: /\b2\b/,
    advice: /\b3\b/,
  });
});

test('too few molecules for the split sizes explain the minimum', () => {
  assert.throws(() => refuseTooFew(9, sizes), {
    code: 'too-few-molecules',
    path: ['split', 'sizes'],
    what: /\b9\b/,
    advice: /\b10\b/,
  });
  refuseTooFew(10, sizes);
  refuseTooFew(1, { train: 1, val: 0, test: 0 });
});

test('split sizes are fractions that sum to 1 within 1e-6, or percentages', () => {
  assert.deepEqual(parseSplitSizes([0.7, 0.2, 0.1]), { train: 0.7, val: 0.2, test: 0.1 });
  assert.deepEqual(parseSplitSizes([80, 10, 10]), sizes);
  assert.deepEqual(parseSplitSizes([0.333333, 0.333333, 0.333334]).test, 0.333334);
  assert.deepEqual(parseSplitSizes([0.8, 0, 0.2]).val, 0);
});

test('split sizes that sum to something else are refused with a proposal', () => {
  assert.throws(() => parseSplitSizes([0.8, 0.2, 0.1]), {
    code: 'wrong-value',
    path: ['split', 'sizes'],
    what: /\b1\.1\b/,
    advice: /0\.7273 0\.1818 0\.0909/,
  });
  assert.throws(() => parseSplitSizes([0.8, 0.2]), {
    code: 'wrong-value',
    path: ['split', 'sizes'],
    what: /\b2 \(given: 0\.8 0\.2\)/,
  });
  assert.throws(() => parseSplitSizes([1.1, -0.1, 0]), {
    code: 'wrong-value',
    path: ['split', 'sizes'],
    what: /\(given: 1\.1 -0\.1 0\)/,
  });
  assert.throws(() => parseSplitSizes([0, 0.5, 0.5]), {
    code: 'wrong-value',
    path: ['split', 'sizes'],
    what: /\(given: 0 0\.5 0\.5\)/,
  });
  assert.throws(() => parseSplitSizes([Number.NaN, 0.5, 0.5]), {
    code: 'wrong-value',
    path: ['split', 'sizes'],
    what: /\(given: NaN 0\.5 0\.5\)/,
  });
});
