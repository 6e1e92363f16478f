import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import type { Baseline } from './baseline.ts';
import type { BaselineTable } from './each-output.ts';
import { fingerprintTable, hasBit } from './fingerprints.ts';
import { fitBaseline } from './fit-baseline.ts';
import { findBaseline, baselines as known } from './registry.ts';
import { randomTask } from './tables.test.helper.ts';

/** One choice of settings each: the others are chosen between in the same way. */
const baselines = known.map((baseline) => ({ ...baseline, candidates: baseline.candidates.slice(0, 1) }));

const rows = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
const split = { train: rows(0, 160), val: rows(160, 200), test: rows(200, 240) };

/** Two tasks: the first is decided by a bit, the second by another and half unlabeled. */
function tableOf(taskType: 'classification' | 'regression'): BaselineTable {
  const { table, descriptors, labels } = randomTask(
    240,
    { isLogistic: taskType === 'classification' },
    (has) => Number(has(11)),
    0.4,
  );
  const targets = Float64Array.from({ length: 480 }, (_, index) => {
    const row = index >> 1;
    if (index % 2 === 0) return labels[row]!;
    return row % 2 === 0 ? Number.NaN : Number(hasBit(table, row, 20));
  });
  return { dataset: { targets, taskNames: ['first', 'second'], taskType }, fingerprints: table, descriptors };
}

const learners = baselines.filter(({ name }) => name !== 'mean');

for (const baseline of baselines) {
  for (const taskType of ['classification', 'regression'] as const) {
    test(`${baseline.name}, ${taskType}: the same seed gives the same, and no label of the test part matters`, () => {
      const table = tableOf(taskType);
      const first = fitBaseline(baseline, table, split, { seed: 1 });
      const targets = Float64Array.from(table.dataset.targets);
      for (const row of split.test) targets[2 * row] = 1 - targets[2 * row]!;
      const turned = { ...table, dataset: { ...table.dataset, targets } };
      const second = fitBaseline(baseline, turned, split, { seed: 1 });
      assert.deepEqual(second.testPredictions, first.testPredictions);
      assert.equal(first.testPredictions.values.length, 80);
      if (taskType === 'classification')
        assert.ok(first.testPredictions.values.every((value) => value >= 0 && value <= 1));
    });
  }
}

for (const baseline of baselines) {
  test(`${baseline.name}: rows that weigh nothing are as good as gone, and heavier ones count more`, () => {
    const { dataset, ...table } = tableOf('regression');
    const train = rows(0, 60);
    const predicted = (changed: Partial<BaselineTable['dataset']>, trained = train): number[] => {
      const changedTable = { ...table, dataset: { ...dataset, ...changed } };
      return [...fitBaseline(baseline, changedTable, { ...split, train: trained }, { seed: 1 }).testPredictions.values];
    };
    const isCounted = (row: number): boolean => row % 4 < 2;
    const targets = dataset.targets.map((label, at) => (isCounted(at >> 1) ? label : -1000));
    const weights = Float64Array.from({ length: 240 }, (_, row) => (isCounted(row) ? 2 : 0));
    assert.deepEqual(predicted({ targets, weights }), predicted({}, train.filter(isCounted)));
    // Labels at random: nothing but the weights speaks for the larger ones.
    const drawn = Float64Array.from({ length: 480 }, (_, at) => ((at >> 1) * 7919) % 10);
    const heavy = Float64Array.from({ length: 240 }, (_, row) => (drawn[2 * row]! > 5 ? 5 : 1));
    const sums = [{}, { weights: heavy }].map((changed) =>
      predicted({ targets: drawn, ...changed }).reduce((sum, value) => sum + value, 0),
    );
    assert.ok(sums[1]! > 1.05 * sums[0]!, `${sums}`);
  });
}

for (const baseline of learners) {
  test(`${baseline.name} learns what a bit decides, with labels missing, better than the mean does`, () => {
    const [ranked, fitted] = (['classification', 'regression'] as const).map((taskType) => {
      const table = tableOf(taskType);
      const options = { seed: 1 };
      return [baseline, findBaseline('mean')].map((one) => fitBaseline(one, table, split, options).test!);
    });
    assert.ok(
      ranked![0]!['roc-auc']!.perTask.every((value) => value! > 0.6),
      JSON.stringify(ranked),
    );
    assert.equal(ranked![1]!['roc-auc']!.mean, 0.5);
    assert.ok(fitted![0]!.rmse!.mean! < fitted![1]!.rmse!.mean!, JSON.stringify(fitted));
  });
}

test('settings are chosen alike whatever the units of several quantities', () => {
  const table = tableOf('regression');
  const neighbors = findBaseline('knn');
  const values = (unit: number) => {
    const targets = Float64Array.from(table.dataset.targets, (value, index) =>
      index % 2 === 0 ? value : unit * value,
    );
    return fitBaseline(neighbors, { ...table, dataset: { ...table.dataset, targets } }, split, { seed: 1 });
  };
  const [plain, large] = [values(1), values(1000)];
  assert.deepEqual(large.settings, plain.settings);
  plain.candidates.forEach(({ validation }, index) => {
    assert.ok(Math.abs(validation! - large.candidates[index]!.validation!) < 1e-6);
  });
});

test('another seed grows another forest', () => {
  const table = tableOf('regression');
  const [one, two] = [1, 2].map((seed) => fitBaseline(findBaseline('forest'), table, split, { seed }));
  assert.notDeepEqual(one!.testPredictions, two!.testPredictions);
});

/** Predicts its own setting. */
const parrot: Baseline<{ readonly value: number }> = {
  name: 'parrot',
  summary: 'For this test.',
  candidates: [0.2, 0.9, 0.6].map((value) => ({ value })),
  fit:
    (_, { value }) =>
    () =>
      value,
};

test('the validation part chooses the settings by the first metric; without it the first candidate stands', () => {
  const table = tableOf('regression');
  const mean = split.val.reduce((sum, row) => sum + table.dataset.targets[2 * row]!, 0) / split.val.length;
  const chosen = fitBaseline(parrot as Baseline, table, split, { seed: 0 });
  const errors = chosen.candidates.map(({ validation }) => validation!);
  assert.equal(chosen.settings.value, parrot.candidates[errors.indexOf(Math.min(...errors))]!.value);
  assert.ok(Math.abs((chosen.settings.value as number) - mean) < 0.35);
  assert.equal(chosen.chosenBy, 'validation');
  const without = fitBaseline(parrot as Baseline, table, { ...split, val: [] }, { seed: 0 });
  assert.deepEqual([without.settings.value, without.chosenBy, without.validation], [0.2, 'default', null]);
});

test('one class in the training part is predicted for all, no label at all as even; a regression without labels is refused', () => {
  const { fingerprints, descriptors } = tableOf('classification');
  const targets = new Float64Array(480).map((_, index) => (index % 2 === 0 ? 1 : Number.NaN));
  const dataset = { targets, taskNames: ['ones', 'empty'], taskType: 'classification' as const };
  for (const baseline of baselines) {
    const { testPredictions, test } = fitBaseline(baseline, { dataset, fingerprints, descriptors }, split, { seed: 0 });
    assert.deepEqual([...testPredictions.row(0)], [1, 0.5]);
    assert.equal(test!['roc-auc']!.mean, null);
  }
  const regression = { ...dataset, taskType: 'regression' as const };
  assert.throws(
    () => fitBaseline(findBaseline('knn'), { dataset: regression, fingerprints, descriptors }, split, { seed: 0 }),
    { code: 'target-without-labels', path: ['data', 'targetColumns'], what: /\bempty\b/ },
  );
});

test('a fingerprint is that of the molecule, not of its spelling, and of the stated size', async () => {
  const chemistry = await loadChemistry();
  const molecules = ['CC(=O)Oc1ccccc1C(=O)O', 'OC(=O)c1ccccc1OC(C)=O', 'C[NH2+]C', '[CH4:3]'].map((smiles) => {
    const parsed = chemistry.parse(smiles);
    assert.ok(!isRejection(parsed));
    return parsed as Molecule;
  });
  const table = fingerprintTable(molecules);
  const bits = (row: number): number[] => [...table.bits.subarray(table.offsets[row], table.offsets[row + 1])];
  assert.deepEqual(bits(1), bits(0));
  // Pinned (RDKit 2026.9.1): other environments or another hash would change every baseline in silence.
  assert.equal(table.offsets[1]! - table.offsets[0]!, 24);
  assert.deepEqual(bits(0).slice(0, 4), [389, 456, 650, 695]);
  assert.equal(table.offsets[4]! - table.offsets[3]!, 1);
  for (const bit of bits(2)) assert.ok(hasBit(table, 2, bit));
  assert.equal(table.words.length, (4 * 2048) / 32);
});
