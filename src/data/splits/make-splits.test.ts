import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../base/errors.ts';
import type { Dataset } from '../dataset.ts';
import { chunksOf, fakeChemistry } from '../fake-chemistry.test.helper.ts';
import { loadDataset } from '../load-dataset.ts';
import { loadFiles } from '../load-files.ts';
import type { LoadOptions } from '../load-options.ts';
import { readTable } from '../tables/read-table.ts';
import { checkSplit } from './check-split.ts';
import { givenSplit, makeSplits, type SplitType, scaffoldsOf, splitTypes } from './make-splits.ts';
import { reportFolds, reportSplit } from './split-report.ts';

const chain = (length: number): string => 'C'.repeat(length);
const rows = (count: number, label = (row: number) => `0.${row}`): string =>
  `smiles,y\n${Array.from({ length: count }, (_, row) => `${chain(row + 1)},${label(row)}`).join('\n')}\n`;

/** Every third molecule has no ring, the others a ring of their own size. */
const ringRows = (count: number): string =>
  `smiles,y\n${Array.from({ length: count }, (_, row) => `${row % 3 === 0 ? chain(row + 1) : `C1${chain(row + 2)}1`},0.${row}`).join('\n')}\n`;

async function load(csv: string, options: LoadOptions = {}): Promise<Dataset> {
  return (await loadDataset(await readTable(chunksOf(csv), { name: 'm.csv' }), fakeChemistry, options)).dataset;
}

test('every kind of split is made by its name, and an unknown name lists them', async () => {
  const dataset = await load(ringRows(40));
  for (const type of splitTypes) {
    for (const { train, val, test: tested } of makeSplits(dataset, fakeChemistry, { type, seed: 3 })) {
      assert.equal(train.length + val.length + tested.length, 40, type);
    }
  }
  assert.throws(() => makeSplits(dataset, fakeChemistry, { type: 'scafold' as SplitType }), ConfigError);
});

test('each scaffold is found once, however many splits ask for it', async () => {
  const dataset = await load(ringRows(40));
  let found = 0;
  const chemistry: typeof fakeChemistry = {
    ...fakeChemistry,
    scaffold(molecule) {
      found++;
      return fakeChemistry.scaffold(molecule);
    },
  };
  makeSplits(dataset, chemistry, { type: 'scaffold_balanced', folds: 3 });
  assert.equal(scaffoldsOf(dataset, chemistry).length, 40);
  assert.equal(found, 40);
});

test('a scaffold larger than its part never turns the shares round: it stops with the cause', async () => {
  const acyclic = await load(rows(40));
  for (const type of ['scaffold', 'scaffold_balanced'] as const) {
    assert.throws(() => makeSplits(acyclic, fakeChemistry, { type }), {
      code: 'split-unbalanced',
      path: ['split', 'type'],
      what: /\b0 of 40\b.*: 40\b/,
      advice: /split\.type: random/,
    });
  }
  const one = Array.from({ length: 20 }, (_, row) => `${row < 17 ? `${chain(row + 1)}1CC1` : chain(row)},0.${row}`);
  const ring = await load(`smiles,y\n${one.join('\n')}\n`);
  assert.throws(() => makeSplits(ring, fakeChemistry, { type: 'scaffold' }), {
    code: 'split-unbalanced',
    path: ['split', 'type'],
    what: /\b3 of 20\b.*\b17\b.*\b0: 17\b.*\b1CC1\b/,
    advice: /\b0\.9\b/,
  });
  assert.equal(makeSplits(ring, fakeChemistry, { type: 'random' })[0]!.train.length, 16);
});

test('a part far from its share is warned about with the group that is the cause', async () => {
  // 12 of 40 molecules have no ring: validation or test takes them whole once training is full.
  const scaffolds = [...Array(28).fill('a'), ...Array(12).fill('')] as string[];
  const dataset = await load(rows(40));
  const split = {
    train: scaffolds.map((_, row) => row).slice(0, 28),
    val: [],
    test: scaffolds.map((_, row) => row).slice(28),
  };
  const { warnings } = reportSplit(dataset, split, {
    algorithm: 'scaffold',
    scaffolds,
    sizes: { train: 0.8, val: 0.1, test: 0.1 },
  });
  assert.match(
    warnings[0]!,
    /val has 0 instead of 4, test has 12 instead of 4 molecules \(28 molecules share the scaffold a\)/,
  );
});

test('several folds of a seeded split are those of the next seeds', async () => {
  const dataset = await load(rows(40));
  const folds = makeSplits(dataset, fakeChemistry, { seed: 5, folds: 3 });
  assert.deepEqual(folds[2], makeSplits(dataset, fakeChemistry, { seed: 7 })[0]);
  assert.throws(() => makeSplits(dataset, fakeChemistry, { folds: 0 }), {
    code: 'wrong-value',
    path: ['split', 'folds'],
  });
});

test('fewer molecules than the split sizes need explain the minimum', async () => {
  assert.rejects(async () => makeSplits(await load(rows(9)), fakeChemistry), {
    code: 'too-few-molecules',
    path: ['split', 'sizes'],
    advice: /\b10\b/,
  });
});

test('three data files are training, validation and test, and rows count on through them', async () => {
  const tables = await Promise.all(
    ['smiles,y\nC,1.5\nxx,1\nCC,2\n', 'y,smiles\n3,CCC\n', 'smiles,y\nCCCC,4\nCCO,5\n'].map((csv, file) =>
      readTable(chunksOf(csv), { name: `${file}.csv` }),
    ),
  );
  const { dataset } = await loadFiles(tables, fakeChemistry, { maxRejected: 0.5 });
  assert.deepEqual([...dataset.tableRows], [0, 2, 3, 4, 5]);
  assert.equal(dataset.tableLength, 6);
  assert.deepEqual(givenSplit(dataset), { train: [0, 1], val: [2], test: [3, 4] });
});

test('two data files are training with validation, and test', async () => {
  const tables = [rows(20), 'smiles,y\nCCO,1.5\nCCN,2.5\n'].map((csv, file) =>
    readTable(chunksOf(csv), { name: `${file}.csv` }),
  );
  const { dataset } = await loadFiles(await Promise.all(tables), fakeChemistry);
  for (const type of ['random', 'scaffold', 'scaffold_balanced'] as const) {
    const [split] = makeSplits(dataset, fakeChemistry, { type });
    assert.deepEqual(split!.test, [20, 21]);
    assert.equal(split!.train.length + split!.val.length, 20);
  }
  assert.equal(makeSplits(dataset, fakeChemistry)[0]!.val.length, 2);
  assert.throws(() => makeSplits(dataset, fakeChemistry, { type: 'cv' }), {
    code: 'contradicting-settings',
    path: ['split', 'type'],
  });
});

test('a data file that lacks a target of the first is refused', async () => {
  const tables = [rows(5), 'smiles,z\nC,1\n'].map((csv, file) => readTable(chunksOf(csv), { name: `${file}.csv` }));
  await assert.rejects(loadFiles(await Promise.all(tables), fakeChemistry), {
    code: 'column-missing',
    path: ['data', 'targetColumns'],
    where: '1.csv',
    what: /\by\b/,
  });
});

test('the report says sizes, scaffolds and classes of each part', async () => {
  const dataset = await load(rows(20, (row) => String(row % 2)));
  const split = { train: [0, 1, 2, 3], val: [4, 5], test: [6] };
  const report = reportSplit(dataset, split, {
    algorithm: 'scaffold',
    seed: 1,
    scaffolds: scaffoldsOf(dataset, fakeChemistry),
  });
  assert.deepEqual(report.parts[0], {
    part: 'train',
    molecules: 4,
    scaffolds: 1,
    tasks: [{ task: 'y', labeled: 4, positives: 2 }],
  });
  assert.deepEqual([report.algorithm, report.seed], ['scaffold', 1]);
});

test('limits are counted, and are no part of the mean', async () => {
  const dataset = await load(
    rows(4, (row) => ['1', '3', '>1000', ''][row]!),
    { censored: 'bound' },
  );
  const { parts } = reportSplit(dataset, { train: [0, 1, 2], val: [2], test: [] }, { algorithm: 'random' });
  assert.deepEqual(parts[0]!.tasks, [{ task: 'y', labeled: 3, limits: 1, mean: 2, std: 1 }]);
  assert.deepEqual([parts[1]!.tasks[0]!.limits, parts[1]!.tasks[0]!.mean], [1, Number.NaN]);
});

test('folds are reported together: a part is what is in it in any of them', async () => {
  const dataset = await load(rows(6, (row) => String(row % 2)));
  const splits = [
    { train: [0, 1, 2], val: [3], test: [4, 5] },
    { train: [2, 3, 4, 5], val: [3], test: [0, 1] },
  ];
  const folds = splits.map((split) => ({ split, report: reportSplit(dataset, split, { algorithm: 'cv', seed: 1 }) }));
  const { algorithm, seed, parts, warnings, folds: count } = reportFolds(dataset, folds);
  assert.deepEqual([algorithm, seed, count], ['cv', 1, 2]);
  assert.deepEqual(
    parts.map(({ molecules, tasks }) => [molecules, tasks[0]!.positives]),
    [
      [6, 3],
      [1, 1],
      [4, 2],
    ],
  );
  assert.ok(
    warnings.some((text) => text.startsWith('One class only in the val part: y;')),
    warnings.join('\n'),
  );
  assert.ok(
    warnings.some((text) => text.startsWith('Split 2 of 2: Molecules of the val part')),
    warnings.join('\n'),
  );
});

test('a part with one class only, or with few labels of a class, is warned about', async () => {
  const dataset = await load(rows(40, (row) => String(row % 4 === 0 ? 1 : 0)));
  const split = { train: dataset.smiles.map((_, row) => row).slice(0, 30), val: [32, 33], test: [33, 34, 35] };
  const { warnings } = reportSplit(dataset, split, { algorithm: 'random' });
  assert.match(warnings.join('\n'), /One class only in the test part: y; ROC-AUC is undefined there/);
  assert.match(warnings.join('\n'), /Fewer than 10 labels of the rarest class in the train part: y \(8\).*PR-AUC/);
});

test('warnings about classes name metrics of the task type only', async () => {
  const dataset = await load(
    rows(40, (row) => ['a', 'b', 'c'][row % 3]!),
    { taskType: 'multiclass', targetColumns: ['y'] },
  );
  const split = { train: dataset.smiles.map((_, row) => row).slice(0, 24), val: [24, 27], test: [28, 29] };
  const warnings = reportSplit(dataset, split, { algorithm: 'random' }).warnings.join('\n');
  assert.match(warnings, /One class only in the val part: y; macro-ROC-AUC is undefined there/);
  assert.match(
    warnings,
    /Fewer than 10 labels of the rarest class in the train part: y \(8\); metrics there are rough\.$/m,
  );
  assert.doesNotMatch(warnings, /PR-AUC/);
});

test('one structure in the training and in the test part is warned about as a leak', async () => {
  const dataset = await load('smiles,y\nCCO,0.5\nOCC,0.5\nC,1.5\n');
  const { warnings } = reportSplit(dataset, { train: [0, 2], val: [], test: [1] }, { algorithm: 'random' });
  assert.match(warnings.join('\n'), /Molecules of the test part that are in the training part too: 1, a leak/);
  assert.match(warnings.join('\n'), /The val part is empty: there is no early stopping/);
});

test('a training part without both classes, or early stopping without validation, stops before training', async () => {
  const dataset = await load('smiles,a,b\nC,1,\nCC,1,0\nCCC,0,1\n');
  assert.throws(() => checkSplit(dataset, { train: [0, 1], val: [], test: [2] }), {
    code: 'one-class-only',
    path: ['split', 'type'],
    what: /\b2\b.*\ba, b$/,
  });
  checkSplit(dataset, { train: [1, 2], val: [], test: [0] });
  assert.throws(() => checkSplit(dataset, { train: [1, 2], val: [], test: [0] }, { needsValidation: true }), {
    code: 'empty-part',
    path: ['split', 'sizes'],
  });
});
