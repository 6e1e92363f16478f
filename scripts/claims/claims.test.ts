import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsePlan, plannedRuns, readPlan, trainArguments } from './plan.ts';
import { type ClaimRecord, readRecords, requireSamePlan } from './records.ts';
import { requireTrainable } from './require-trainable.ts';
import { claimTables } from './tables.ts';
import { claimVerdicts, compareAll, missingRuns } from './verdicts.ts';

const text = `
title: A test
level: 0.05
correction: holm
common: { epochs: 2 }
cells:
  esol random: { metric: rmse, options: { preset: regression }, arms: { new: { rho: 0.2 } } }
  bbbp random: { metric: roc-auc }
arms:
  adam: { optimizer: adam }
  new: { optimizer: sam, rho: 0.1 }
claims:
  first: { says: Better., arm: new, against: adam, cells: [esol random, bbbp random], seeds: [0, 1, 2, 3], needed: 1 }
`;
const planOf = (given: string) => parsePlan(given, 'plan.yaml');
const plan = planOf(text);

/** Runs of both arms on a table whose test metrics differ by these amounts, seed by seed. */
function runs(cell: string, differences: readonly number[]): ClaimRecord[] {
  const { metric } = plan.cells[cell]!;
  const common = { cell, plan: plan.checksum, status: 'finished', code: '' } as const;
  return differences.flatMap((difference, seed) => [
    { ...common, arm: 'adam', seed, test: { [metric]: 0.5 + seed / 100 } },
    { ...common, arm: 'new', seed, test: { [metric]: 0.5 + seed / 100 + difference } },
  ]);
}

const byKey = (records: readonly ClaimRecord[]) =>
  new Map(records.map((record) => [`${record.arm}-${record.cell.replace(' ', '-')}-seed${record.seed}`, record]));

const clearly = [-0.1, -0.12, -0.11, -0.09];
const unclear = [0.01, -0.02, 0.02, -0.01];

test('a lower RMSE and a higher ROC-AUC are improvements, and chance is undecided', () => {
  const found = compareAll(plan, byKey([...runs('esol random', clearly), ...runs('bbbp random', unclear)]));
  assert.deepEqual(
    found.map(({ verdict }) => verdict),
    ['better', 'undecided'],
  );
  assert.ok(Math.abs(found[0]!.paired!.difference - 0.105) < 1e-12);
  assert.deepEqual(claimVerdicts(plan, found)[0]!.verdict, 'holds');
  const [, worse] = compareAll(plan, byKey([...runs('esol random', unclear), ...runs('bbbp random', clearly)]));
  assert.equal(worse!.verdict, 'worse');
});

test('a probability is corrected for every comparison that was planned, also while others are missing', () => {
  const alone = compareAll(plan, byKey(runs('esol random', clearly)));
  assert.equal(alone[0]!.corrected, 2 * alone[0]!.paired!.probability!);
  assert.equal(alone[1]!.verdict, 'missing');
  assert.equal(claimVerdicts(plan, compareAll(plan, byKey(runs('esol random', unclear))))[0]!.verdict, 'open');
});

test('a claim fails as soon as it cannot reach the cells it needs: one probability that is too large is never corrected below itself', () => {
  const both = planOf(text.replace('needed: 1', 'needed: 2'));
  const verdict = (differences: readonly number[]): string =>
    claimVerdicts(both, compareAll(both, byKey(runs('esol random', differences))))[0]!.verdict;
  assert.equal(verdict(unclear), 'fails');
  // p .04 alone, .09 corrected for two: it may still be better once the other is there.
  const nearly = [-0.01, -0.05, -0.02, -0.04];
  const [first] = compareAll(both, byKey(runs('esol random', nearly)));
  assert.equal(first!.verdict, 'undecided');
  assert.ok(first!.paired!.probability! < both.level);
  assert.equal(verdict(nearly), 'open');
  assert.equal(verdict(nearly.map((difference) => -difference)), 'fails');
});

test('a claim fails where the comparisons that are there already correct a probability above the level', () => {
  const cell = 'bbbp random: { metric: roc-auc }';
  const three = planOf(
    text
      .replace(cell, `${cell}\n  tox21 random: { metric: roc-auc }`)
      .replace('cells: [esol random, bbbp random]', 'cells: [esol random, bbbp random, tox21 random]')
      .replace('needed: 1', 'needed: 2'),
  );
  // p .04 comes first or second of three, so it is multiplied by two at least: better is only what is missing, and that is one too few.
  const nearly = runs('esol random', [-0.01, -0.05, -0.02, -0.04]);
  const comparisons = compareAll(three, byKey([...nearly, ...runs('bbbp random', unclear)]));
  assert.equal(comparisons[0]!.atLeast, 2 * comparisons[0]!.paired!.probability!);
  assert.ok(comparisons[0]!.atLeast > three.level);
  assert.equal(claimVerdicts(three, comparisons)[0]!.verdict, 'fails');
  assert.equal(claimVerdicts(three, compareAll(three, byKey(nearly)))[0]!.verdict, 'open');
});

test('a comparison with a missing run shows no difference, and the run is listed', () => {
  const records = byKey(runs('esol random', clearly).slice(0, -1));
  const printed = claimTables(plan, records);
  assert.match(printed, /first: esol random +rmse +- +- +- +- +- +1 runs missing/);
  assert.match(printed, /Missing: 9 of 16 runs\n {2}new-esol-random-seed3\n {2}adam-bbbp-random-seed0/);
  assert.match(printed, /new +3 of 4 runs +0 of 4 runs/);
  assert.equal(missingRuns(plannedRuns(plan), records).length, 9);
});

test('a failed training is neither missing nor an improvement', () => {
  const { test: _, ...failed } = runs('esol random', clearly)[1]!;
  const all = [...runs('esol random', clearly), { ...failed, status: 'failed' as const }];
  assert.equal(compareAll(plan, byKey(all))[0]!.verdict, 'failed');
});

test('a metric that is not defined, as on a part with one class only, is no 0', () => {
  const [first, ...others] = runs('bbbp random', clearly);
  const all = byKey([{ ...first!, test: { 'roc-auc': null } }, ...others]);
  assert.deepEqual(
    compareAll(plan, all).map(({ verdict, paired }) => [verdict, paired]),
    [
      ['missing', undefined],
      ['failed', undefined],
    ],
  );
  assert.match(claimTables(plan, all), /adam +0 of 4 runs +3 of 4 runs/);
});

test('runs of another version of the plan are refused', () => {
  const records = runs('esol random', clearly);
  assert.doesNotThrow(() => requireSamePlan(records, plan, 'runs'));
  const changed = planOf(text.replace('level: 0.05', 'level: 0.1'));
  assert.throws(
    () => requireSamePlan(records, changed, 'runs'),
    /: runs: .*8 of 8 runs are of another version.*adam-esol-random-seed0/,
  );
});

test('a training is given common options, those of its table, of its arm and of both, and its seed', () => {
  const args = trainArguments({ arm: 'new', cell: 'esol random', seed: 3 }, plan, 'data').join(' ');
  assert.equal(
    args,
    'train data/esol.csv --epochs 2 --preset regression --optimizer sam --rho 0.2 --split random --data-seed 3 --seed 3 --json --no-report --no-baseline',
  );
});

test('a plan that names what it does not have is refused', () => {
  assert.throws(() => planOf(text.replace('arm: new', 'arm: newer')), /unknown newer/);
  assert.throws(() => planOf(text.replace('needed: 1', 'needed: 3')), /needs 3 of 2 cells/);
});

/** Part of the plan, what stands there instead, and what is said. */
const unsound: readonly (readonly [string, string, RegExp])[] = [
  ['metric: roc-auc', 'metric: roc_auc', /^plan\.yaml, line 8: cells\.bbbp random\.metric: unknown metric "roc_auc"/],
  ['arm: new', 'arm: adam', /^plan\.yaml, line 13: claims\.first: adam is compared with itself/],
  ['seeds: [0, 1, 2, 3]', 'seeds: [0, 0]', /seed 0 is given twice/],
  ['seeds: [0, 1, 2, 3]', 'seeds: [0, 100]', /seed 100 is for tuning; claims have seeds below 100/],
  ['cells: [esol random, bbbp random]', 'cells: [esol random, esol random]', /cell esol random is given twice/],
  ['arms: { new:', 'arms: { newer:', /cells\.esol random\.arms: unknown newer/],
  ['esol random: {', 'esol: {', /cells\.esol: expected a table and a split/],
  ['adam: {', 'a/b: {', /arms\.a\/b: expected a name/],
  ['metric: rmse,', 'metrics: rmse,', /unknown key `cells\.esol random\.metrics` \(did you mean metric\?\)/],
  ['level: 0.05', 'level: 2', /^plan\.yaml, line 3: level: expected less than 1, found 2/],
  ['title: A test', '\ttitle: A test', /^plan\.yaml, line 2: /],
];

test('a plan that cannot be right is refused with file and line', () => {
  for (const [part, instead, message] of unsound)
    assert.throws(() => planOf(text.replace(part, instead)), { name: 'ConfigError', message });
});

test('a plan of tuning that cannot be right is refused', () => {
  const refuse = (part: string, instead: string, message: RegExp): void =>
    assert.throws(() => planOf(tuningText.replace(part, instead)), { name: 'ConfigError', message });
  refuse('metric: rmse', 'metric: rsme', /unknown metric "rsme"\. Did you mean rmse\?/);
  refuse('[100, 101]', '[100, 100]', /tuning: seed 100 is given twice/);
  refuse('[small, large]', '[small, small]', /tuning: setting small is given twice/);
});

test('options that no training can begin with are refused, also of an arm that is not compared', async () => {
  await requireTrainable(plan, 'plan.yaml');
  const refuse = (changed: string, message: RegExp): Promise<void> =>
    assert.rejects(requireTrainable(planOf(changed), 'plan.yaml'), { name: 'ConfigError', message });
  const unused = text.replace('arms:\n', 'arms:\n  unused: { optimizr: sam }\n');
  await refuse(unused, /^plan\.yaml, arms\.unused: unknown option --optimizr\. Did you mean --optimizer\?/);
  await refuse(
    text.replace('rho: 0.2', 'roh: 0.2'),
    /^plan\.yaml, cells\.esol random\.arms\.new: unknown option --roh/,
  );
  await refuse(text.replace('epochs: 2', 'epochs: two'), /^plan\.yaml, arms\.\w+ in esol random: .*two/);
  await refuse(text.replace('{ epochs: 2 }', '{ seed: 2 }'), /^plan\.yaml, common: seed is not for options/);
  await refuse(text.replace('{ epochs: 2 }', '{ resume: x }'), /^plan\.yaml, common: resume is not for options/);
});

test('what cannot be read is refused with its name and without a stack trace', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-claims-'));
  context.after(() => rm(folder, { recursive: true }));
  const damaged = join(folder, 'adam-esol-random-seed0.json');
  await assert.rejects(readPlan(join(folder, 'absent.yaml')), { code: 'cannot-read', where: /absent\.yaml/ });
  await assert.rejects(readPlan(damaged), { code: 'cannot-read', what: /ends in \.yaml/ });
  await writeFile(damaged, '{');
  await assert.rejects(readRecords(folder, plan), { code: 'run-damaged', where: damaged });
  const [first] = runs('esol random', clearly);
  await writeFile(damaged, JSON.stringify({ ...first, seed: 1 }));
  await assert.rejects(readRecords(folder, plan), {
    code: 'other-run',
    what: /adam-esol-random-seed1$/,
    where: damaged,
  });
  await writeFile(damaged, JSON.stringify({ ...first, seed: 'none' }));
  await assert.rejects(readRecords(folder, plan), { code: 'invalid-configuration', where: damaged });
  await writeFile(damaged, JSON.stringify(first));
  assert.equal((await readRecords(folder, plan)).size, 1);
});

for (const path of ['results/claims.yaml', 'results/paper.yaml']) {
  test(`${path} can be read, and every arm is compared`, async () => {
    const found = await readPlan(path);
    await requireTrainable(found, path);
    const { arms, cells } = found;
    const planned = plannedRuns(found);
    for (const name of Object.keys(arms)) assert.ok(planned.some(({ arm }) => arm === name));
    for (const name of Object.keys(cells)) assert.ok(planned.some(({ cell }) => cell === name));
  });
}

const tuningText = `
title: A tuning
level: 0.05
correction: holm
common: {}
cells: { esol random: { metric: rmse } }
arms: { small: { rho: 0.01 }, large: { rho: 0.1 } }
claims: {}
tuning: { cell: esol random, seeds: [100, 101], groups: { sam: [small, large] } }
`;

test('a setting is chosen by validation, once all its runs are there, and no test metric is shown', () => {
  const tuning = planOf(tuningText);
  const record = (arm: string, seed: number, rmse: number): ClaimRecord => ({
    ...{ arm, seed, cell: 'esol random', plan: tuning.checksum, status: 'finished', code: '' },
    validation: { rmse },
    test: { rmse: 9.87 },
  });
  const first = [record('small', 100, 0.6), record('large', 100, 0.5), record('small', 101, 0.5)];
  assert.doesNotMatch(claimTables(tuning, byKey(first)), /chosen/);
  const printed = claimTables(tuning, byKey([...first, record('large', 101, 0.7)]));
  assert.match(printed, /sam +small +0.6000 0.5000 +0.5500 +chosen/);
  assert.doesNotMatch(printed, /9\.87|Improvements/);
  assert.throws(() => planOf(tuningText.replace('[small, large]', '[small, huge]')), /tuning: unknown huge/);
});
